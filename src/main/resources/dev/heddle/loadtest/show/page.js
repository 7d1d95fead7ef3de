'use strict';
(() => {
  const charts = JSON.parse(document.getElementById('charts').textContent);
  const plots = [...document.querySelectorAll('.plot')];
  const css = name => getComputedStyle(document.documentElement).getPropertyValue('--' + name).trim();
  const text = value => value == null ? ''
      : value.toLocaleString('en', { maximumSignificantDigits: value < 100 ? 3 : 6 });

  // From the lowest to the highest round.
  function whiskers(chart) {
    return u => {
      const { ctx } = u;
      ctx.save();
      chart.lines.forEach(line => {
        ctx.strokeStyle = css(line.kind);
        ctx.lineWidth = 1.5 * devicePixelRatio;
        ctx.beginPath();
        chart.labels.forEach((label, x) => {
          if (line.low[x] == null || line.low[x] === line.high[x]) return;
          const at = u.valToPos(x, 'x', true);
          const low = u.valToPos(line.low[x], 'y', true), high = u.valToPos(line.high[x], 'y', true);
          const tick = 3 * devicePixelRatio;
          ctx.moveTo(at, low); ctx.lineTo(at, high);
          ctx.moveTo(at - tick, low); ctx.lineTo(at + tick, low);
          ctx.moveTo(at - tick, high); ctx.lineTo(at + tick, high);
        });
        ctx.stroke();
      });
      ctx.restore();
    };
  }

  function range(chart) {
    const of = name => chart.lines.flatMap(line => line[name]).filter(value => value != null);
    const low = Math.min(...of('low')), high = Math.max(...of('high'));
    return chart.log ? uPlot.rangeLog(low, high, 10, true) : [Math.min(0, low * 1.1), high * 1.1 || 1];
  }

  function draw(chart, place) {
    const last = chart.labels.length - 1;
    const axis = {
      stroke: css('quiet'),
      font: '12px system-ui, sans-serif',
      labelFont: '12px system-ui, sans-serif',
      grid: { stroke: css('rule'), width: 1 },
      ticks: { stroke: css('rule'), width: 1 },
    };
    const decades = (u, splits) => splits.map(at => !chart.log || Number.isInteger(Math.log10(at)) ? at : null);
    return new uPlot({
      width: place.clientWidth,
      height: 240,
      legend: { show: false },
      cursor: { show: false },
      scales: {
        x: { time: false, range: [-0.25, last + 0.25] },
        y: { distr: chart.log ? 3 : 1, range: range(chart) },
      },
      axes: [
        { ...axis, label: chart.across, labelSize: 20, size: 30, splits: () => chart.labels.map((label, x) => x),
          values: () => chart.labels, grid: { show: false } },
        { ...axis, label: chart.up, labelSize: 20, size: 62, values: (u, splits) => splits.map(text),
          grid: { ...axis.grid, filter: decades }, ticks: { ...axis.ticks, filter: decades } },
      ],
      series: [
        {},
        ...chart.lines.map(line => ({
          stroke: css(line.kind), width: 2, dash: line.dashed ? [6, 4] : undefined, spanGaps: true,
          points: { show: true, size: 8, fill: css(line.dashed ? 'paper' : line.kind) },
        })),
      ],
      hooks: { draw: [whiskers(chart)] },
    }, [chart.labels.map((label, x) => x), ...chart.lines.map(line => line.median)], place);
  }

  let drawn = [];
  function drawAll() {
    drawn.forEach(plot => plot.destroy());
    drawn = charts.map((chart, i) => draw(chart, plots[i]));
  }
  let due;
  const soon = () => { cancelAnimationFrame(due); due = requestAnimationFrame(drawAll); };
  drawAll();
  addEventListener('resize', soon);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', soon);
})();
