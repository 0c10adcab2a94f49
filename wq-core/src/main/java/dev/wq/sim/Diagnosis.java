package dev.wq.sim;

import org.jspecify.annotations.Nullable;

/**
 * The words of the simulator: what a failure says, and what a line of the log says about a thread
 * that stopped.
 */
final class Diagnosis {
  private static final int FRAMES = 24;

  private Diagnosis() {}

  static SimulationFailure blockedForEver(SimLoop loop) {
    return failure(
        loop,
        "nothing can happen any more, but "
            + loop.liveCount()
            + " threads are alive"
            + threads(loop),
        null);
  }

  static SimulationFailure endless(SimLoop loop) {
    return failure(loop, "no end after " + loop.plan.maxSteps() + " steps" + threads(loop), null);
  }

  static SimulationFailure livelock(SimLoop loop, String how) {
    return failure(loop, "livelock: " + how + threads(loop), null);
  }

  static SimulationFailure foreignWake(SimLoop loop, SimThread thread, String waker) {
    return failure(
        loop,
        "thread '"
            + thread.name
            + "' was woken from outside the simulation by "
            + waker
            + ": the moment of that cannot be repeated",
        null);
  }

  static SimulationFailure timedWait(SimLoop loop, SimThread thread) {
    StackTraceElement[] stack = thread.thread.getStackTrace();
    StackTraceElement call = Places.ofCall(stack);
    return failure(
        loop,
        "thread '"
            + thread.name
            + "' waits in real time: "
            + (call == null ? "a timed wait" : call.getClassName() + "." + call.getMethodName())
            + " called at "
            + Places.ofCaller(stack)
            + "; use the machine's sleep and timed waits, which are virtual here",
        null);
  }

  static SimulationFailure pinned(SimLoop loop, SimThread thread) {
    return failure(
        loop,
        "thread '"
            + thread.name
            + "' is parked while it is pinned (class initializer or native frame),"
            + " and its carrier with it:"
            + stack(thread),
        null);
  }

  static String slow(SimLoop loop, SimThread thread) {
    return loop.plan.title() + ": thread '" + thread.name + "' runs for long:" + stack(thread);
  }

  static SimulationFailure died(SimLoop loop, SimThread thread, Throwable cause) {
    return failure(loop, "thread '" + thread.name + "' died of " + cause, cause);
  }

  private static SimulationFailure failure(SimLoop loop, String what, @Nullable Throwable cause) {
    return new SimulationFailure(
        loop.plan.title() + " at " + RunLog.time(loop.now()) + ": " + what, cause);
  }

  private static String threads(SimLoop loop) {
    var text = new StringBuilder(":");
    for (SimThread thread : loop.liveThreads()) {
      describe(text, thread);
    }
    return text.toString();
  }

  private static void describe(StringBuilder text, SimThread thread) {
    text.append("\n  '").append(thread.name).append("' ").append(state(thread));
    if (thread.role != SimThread.Role.USER) {
      text.append(" (service)");
    }
    text.append(stack(thread));
  }

  private static String stack(SimThread thread) {
    var text = new StringBuilder();
    StackTraceElement[] stack = thread.thread.getStackTrace();
    for (int i = 0; i < Math.min(stack.length, FRAMES); i++) {
      text.append("\n      at ").append(stack[i]);
    }
    if (stack.length > FRAMES) {
      text.append("\n      ... ").append(stack.length - FRAMES).append(" more");
    }
    return text.toString();
  }

  private static String state(SimThread thread) {
    return thread.stop == SimThread.Stop.NONE
        ? VirtualThreads.stateName(VirtualThreads.state(thread.thread))
        : thread.stop.name();
  }

  static String mountLine(SimThread thread) {
    if (thread.mounts == 0) {
      return "starts";
    }
    if (!thread.asleep) {
      return "runs";
    }
    if (VirtualThreads.state(thread.thread) == VirtualThreads.UNBLOCKED) {
      return "runs, out of its monitor wait";
    }
    SimThread waker = thread.waker;
    return waker == null ? "runs, woken by the clock" : "runs, woken by " + waker.name;
  }

  /** Null if the stop is told elsewhere. */
  static @Nullable String stopLine(SimThread thread, int state, long now) {
    return switch (thread.stop) {
      case SWITCH, OFFER, WAKING -> null;
      case COMPUTE -> "computes " + RunLog.time(thread.need) + " on CPU " + thread.cpu();
      case SPIN -> "spins";
      case QUIESCE ->
          thread.due == EventQueue.NEVER
              ? "waits until idle"
              : "lets time pass until " + RunLog.time(thread.due);
      case NONE -> stateLine(thread, state, now);
    };
  }

  private static @Nullable String stateLine(SimThread thread, int state, long now) {
    return switch (state) {
      case VirtualThreads.PARKED -> {
        String time = thread.heapIndex < 0 ? "" : " for " + RunLog.time(thread.due - now);
        StackTraceElement place = Places.ofWaiter(thread.thread.getStackTrace());
        yield "parks" + time + (place == null ? "" : " at " + Places.brief(place));
      }
      case VirtualThreads.BLOCKED -> "blocks on a monitor";
      case VirtualThreads.WAIT -> "waits on a monitor";
      case VirtualThreads.TIMED_PARKED, VirtualThreads.TIMED_WAIT -> "waits in real time";
      case VirtualThreads.YIELDED -> "yields";
      case VirtualThreads.TERMINATED -> "ends";
      default -> null;
    };
  }
}
