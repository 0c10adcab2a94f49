package dev.wq.jcstress;

import java.util.concurrent.atomic.AtomicBoolean;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** {@link FencedWake} without the fence: shows that the machine does lose the wake then. */
@JCStressTest
@State
@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE, desc = "the store is seen after the second wake")
@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "seen after the first")
@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "seen, and woken again")
@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE_INTERESTING, desc = "the wake is lost")
public class UnfencedWake {
  private final AtomicBoolean woken = new AtomicBoolean(true);
  private int stored;

  @Actor
  public void waker() {
    stored = 1;
    if (!woken.get()) {
      woken.set(true);
    }
  }

  @Actor
  public void waiter(II_Result r) {
    woken.compareAndSet(true, false);
    r.r1 = stored;
  }

  @Arbiter
  public void next(II_Result r) {
    r.r2 = woken.get() ? 1 : 0;
  }
}
