/**
 * What the server has done and this process has open, as immutable figures; latencies, which
 * HdrHistogram keeps.
 */
@NullMarked
package dev.heddle.stats;

import org.jspecify.annotations.NullMarked;
