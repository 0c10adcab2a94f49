package dev.wq.dispatch;

/** Why a queue holds new starts; each reason is thawed by itself. */
public enum Freeze {
  /** The queue's own freeze. */
  QUEUE(1),
  /** The freezer of the whole machine. */
  MACHINE(2);

  final int bit;

  Freeze(int bit) {
    this.bit = bit;
  }
}
