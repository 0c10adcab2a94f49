package dev.wq.replay;

import dev.wq.replay.TimerArming.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The timers of delayed works. A timer has its own pointer, so which work it queues is told by what
 * follows its expiry: the next queueing from softirq on the same CPU, if it comes soon.
 */
final class Timers {
  /** How soon. Source: the recordings' README and {@code trace_stats.py}. */
  static final long SOON = 20_000;

  private final LongTable<TimerArming> latest = new LongTable<>();
  private final List<TimerArming> armings = new ArrayList<>();
  private long expired;
  private @Nullable Expiry[] expiries = new @Nullable Expiry[8];

  private record Expiry(long at, @Nullable TimerArming arming) {}

  void armed(TimerArming arming) {
    TimerArming before = pending(arming.timer);
    if (before != null) {
      before.end(Outcome.RE_ARMED, arming.at);
    }
    latest.put(arming.timer, arming);
    armings.add(arming);
  }

  private @Nullable TimerArming pending(long timer) {
    TimerArming arming = latest.get(timer);
    return arming != null && arming.outcome == Outcome.PENDING ? arming : null;
  }

  void expired(long timer, int cpu, long nanos) {
    expired++;
    TimerArming arming = pending(timer);
    if (arming != null) {
      arming.end(Outcome.FIRED, nanos);
    }
    if (cpu >= expiries.length) {
      expiries = Arrays.copyOf(expiries, Math.max(cpu + 1, 2 * expiries.length));
    }
    expiries[cpu] = new Expiry(nanos, arming);
  }

  void cancelled(long timer, long nanos) {
    TimerArming arming = pending(timer);
    if (arming != null) {
      arming.end(Outcome.CANCELLED, nanos);
    }
  }

  /** Marks {@code queueing} as a delayed work's if a timer has just expired on its CPU. */
  void queued(Queueing queueing) {
    Expiry expiry = queueing.cpu < expiries.length ? expiries[queueing.cpu] : null;
    if (expiry != null && queueing.context == Context.SOFTIRQ && queueing.at - expiry.at <= SOON) {
      queueing.delayed = true;
      queueing.timer = expiry.arming;
      expiries[queueing.cpu] = null;
    }
  }

  /** All expiries, also of timers whose arming was not seen. */
  long expired() {
    return expired;
  }

  List<TimerArming> armings() {
    return armings;
  }
}
