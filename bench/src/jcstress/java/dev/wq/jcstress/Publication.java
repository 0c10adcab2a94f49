package dev.wq.jcstress;

import dev.wq.wait.WaitCell;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** What was stored before a wake is seen by the wait that takes it. */
@JCStressTest
@State
@Outcome(
    id = {"0, 0", "0, 1"},
    expect = Expect.ACCEPTABLE,
    desc = "the wake has not come")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "woken, and the store is seen")
@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "woken, and the store is not seen")
public class Publication {
  private final WaitCell cell = new WaitCell();
  private int stored;

  @Actor
  public void waker() {
    stored = 1;
    cell.wake();
  }

  @Actor
  public void waiter(II_Result r) {
    r.r1 = Look.takesWake(cell) ? 1 : 0;
    r.r2 = stored;
  }
}
