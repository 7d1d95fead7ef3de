package dev.heddle.loadtest;

/** How a server is loaded: what a row of the table is about. */
public enum Loop {
  /** Long connections, each of which asks as soon as it was answered: rate and CPU. */
  CLOSED("closed", "long connections, closed loop"),
  /** Long connections, asked at a rate that every kind can hold: latency. */
  OPEN("open", "long connections, open loop"),
  /** Connect, greetings, exit, and again, as fast as it goes. */
  SHORT("short", "short conversations");

  private final String label;
  private final String title;

  Loop(String label, String title) {
    this.label = label;
    this.title = title;
  }

  /** In names of files, and for programs. */
  public String label() {
    return label;
  }

  /** For people. */
  public String title() {
    return title;
  }
}
