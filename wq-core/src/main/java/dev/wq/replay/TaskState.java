package dev.wq.replay;

/** In what state a task left the CPU. */
public enum TaskState {
  /** Preempted: it still wants the CPU ({@code R}, {@code R+}). */
  RUNNABLE,
  /** Waits for something ({@code S}, {@code D} and the rarer ones). */
  SLEEPING,
  /** Waits without counting as load ({@code I}): an idle worker, on kernels that know the state. */
  IDLE,
  /** Ended ({@code X}, {@code Z}). */
  DEAD;

  static TaskState ofLetter(byte letter) {
    return switch (letter) {
      case 'R' -> RUNNABLE;
      case 'I' -> IDLE;
      case 'X', 'x', 'Z' -> DEAD;
      default -> SLEEPING;
    };
  }
}
