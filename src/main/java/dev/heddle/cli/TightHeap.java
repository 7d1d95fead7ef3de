package dev.heddle.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/**
 * Collects the heap so that little of it stays free, and the rest goes back to the system. By
 * itself a collection keeps up to 70 % of the heap free ({@code MaxHeapFreeRatio}), of which what
 * was in use before stays resident: of 19,000 connections that wait, each has kept up to 2.7 KiB by
 * that on Java 21.
 *
 * <p>Collectors that do not know the ratio, and JVMs other than HotSpot, just collect. {@code
 * -XX:+DisableExplicitGC} turns it off.
 */
final class TightHeap {
  private static final String LEAST_FREE = "MinHeapFreeRatio";
  private static final String MOST_FREE = "MaxHeapFreeRatio";

  /** Percent of the heap that stay free. */
  private static final String TIGHT = "10";

  /** Blocks until the heap is collected. */
  void collect() {
    HotSpotDiagnosticMXBean machine =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    if (machine == null) {
      System.gc();
      return;
    }
    String least = machine.getVMOption(LEAST_FREE).getValue();
    String most = machine.getVMOption(MOST_FREE).getValue();
    machine.setVMOption(LEAST_FREE, "0"); // first, since it may not be above the other
    machine.setVMOption(MOST_FREE, TIGHT);
    try {
      System.gc();
    } finally {
      machine.setVMOption(MOST_FREE, most);
      machine.setVMOption(LEAST_FREE, least);
    }
  }
}
