package dev.wq.bench.harness;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;

/**
 * Runs a load until the compilers rest. A compilation takes a CPU for as long as it lasts, some of
 * them for tens of milliseconds; where the load needs both CPUs, its latencies would be the time
 * slices that they share with the compiler.
 */
public final class WarmUp {
  private static final int MOST = 16;
  private static final int CALM = 2; // in a row
  private static final long CALM_MILLIS = 5;

  private WarmUp() {}

  /** One that still compiles after {@value #MOST} times is measured as it is. */
  public static void untilCompiled(Runnable load) {
    CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
    int calm = 0;
    for (int i = 0; i < MOST && calm < CALM; i++) {
      long before = compiler.getTotalCompilationTime();
      load.run();
      calm = compiler.getTotalCompilationTime() - before <= CALM_MILLIS ? calm + 1 : 0;
    }
  }
}
