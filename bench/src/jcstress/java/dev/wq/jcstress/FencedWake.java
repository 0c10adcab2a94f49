package dev.wq.jcstress;

import dev.wq.wait.WaitCell;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * A wake that finds another one remembered, against the waiter that takes that one: the waiter sees
 * the store before the second wake, or finds the second wake. {@link UnfencedWake} is the control.
 */
@JCStressTest
@State
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the store is seen after the second wake")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "seen after the first")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "seen, and woken again")
@Outcome(id = "0, 0", expect = Expect.FORBIDDEN, desc = "the wake is lost")
public class FencedWake {
  private final WaitCell cell = new WaitCell();
  private int stored;

  public FencedWake() {
    cell.wake();
  }

  @Actor
  public void waker() {
    stored = 1;
    cell.wake();
  }

  @Actor
  public void waiter(II_Result r) {
    Look.takesWake(cell);
    r.r1 = stored;
  }

  @Arbiter
  public void next(II_Result r) {
    r.r2 = Look.takesWake(cell) ? 1 : 0;
  }
}
