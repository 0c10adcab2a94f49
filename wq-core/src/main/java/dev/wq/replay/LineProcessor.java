package dev.wq.replay;

import org.jspecify.annotations.Nullable;

/**
 * A CPU as the simulator has it: first come, first served, workers of high priority first. A worker
 * keeps it until it blocks, and offers it after each work.
 */
final class LineProcessor extends Processor {
  LineProcessor(int number) {
    super(number, 0);
  }

  @Override
  void wake(CpuUser worker, long now) {
    waiting.add(worker);
  }

  @Override
  boolean prefersAnother(long now) {
    CpuUser current = running;
    return current != null && waiting.stream().anyMatch(w -> w.weight >= current.weight);
  }

  @Override
  @Nullable CpuUser best(@Nullable CpuUser current) {
    CpuUser best = null;
    for (CpuUser w : waiting) {
      best = best == null || w.weight > best.weight ? w : best;
    }
    return best;
  }
}
