package dev.wq.kernel;

/** A queue's share of a pool (Linux: {@code struct pool_workqueue}). */
public final class Pwq {
  static final int NO_COLOR = -1;

  final Workqueue wq;
  final KernelPool pool;
  final WorkList inactive = new WorkList();
  final int[] inFlight = new int[FlushColors.COLORS]; // works and barriers of each colour
  final PwqStats stats = new PwqStats();
  int nrActive; // works on the worklist or running, barriers not counted (linux 27)
  int workColor; // given to works queued now
  int flushColor = NO_COLOR; // the colour whose end a flush waits for here
  int refs = 1; // the queue's own, and one for each work in flight
  boolean plugged; // ordered: accepts works, activates none (linux 23)
  boolean waitsForNode; // is on the pending list of its node (linux 34)
  boolean inMayday; // is on the queue's mayday list

  Pwq(Workqueue wq, KernelPool pool) {
    this.wq = wq;
    this.pool = pool;
    this.workColor = wq.colors.workColor;
    pool.refs++;
  }

  public Workqueue queue() {
    return wq;
  }

  public KernelPool pool() {
    return pool;
  }

  /** Works that were activated and have not ended (linux 27). */
  public int nrActive() {
    return nrActive;
  }

  /** Works and barriers that wait for a slot. */
  public int inactiveWorks() {
    return inactive.size();
  }

  /** True if a work waits for a slot (Linux: {@code workqueue_congested}). */
  public boolean isCongested() {
    return !inactive.isEmpty();
  }

  public boolean isPlugged() {
    return plugged;
  }

  public PwqStats stats() {
    return stats;
  }

  boolean isEmpty() {
    return nrActive == 0 && inactive.isEmpty();
  }

  @Override
  public String toString() {
    return "pwq %s on %s active=%d inactive=%d"
        .formatted(wq.name(), pool.name(), nrActive, inactive.size());
  }
}
