package dev.wq.jcstress;

import dev.wq.wait.WaitCell;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;

/** One waiter, a wake and a close: one of the two finds it, and the cell is closed. */
@JCStressTest
@State
@Outcome(id = "true, false, true", expect = Expect.ACCEPTABLE, desc = "the wake finds it")
@Outcome(id = "false, true, true", expect = Expect.ACCEPTABLE, desc = "the close finds it")
@Outcome(expect = Expect.FORBIDDEN, desc = "both, none, or not closed")
public class CloseAgainstWake {
  private final WaitCell cell = new WaitCell();

  public CloseAgainstWake() {
    cell.subscribe();
  }

  @Actor
  public void waker(ZZZ_Result r) {
    r.r1 = cell.wake();
  }

  @Actor
  public void closer(ZZZ_Result r) {
    r.r2 = cell.close();
  }

  @Arbiter
  public void end(ZZZ_Result r) {
    r.r3 = cell.isClosed();
  }
}
