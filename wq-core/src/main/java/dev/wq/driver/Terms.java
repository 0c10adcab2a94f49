package dev.wq.driver;

import dev.wq.dispatch.TimedWait;
import dev.wq.dispatch.Waiter;
import dev.wq.host.Host;
import java.util.List;

/** What was asked for one submission besides posting it, see {@link Posting}. */
final class Terms {
  final int credits; // I
  final long deadline; // I: host time, NEVER: none
  private List<Submission<?>> after; // P: once looked at, empty
  int unmet; // P: how many of them have not ended

  Terms(Posting how, Host host) {
    this.credits = how.credits();
    this.deadline =
        how.deadline().isZero()
            ? Waiter.NEVER
            : Waiter.deadline(host, TimedWait.nanos(how.deadline()));
    this.after = how.after();
  }

  /** What it has to wait for; once, so that a long chain is not kept alive. */
  List<Submission<?>> takeAfter() {
    List<Submission<?>> all = after;
    after = List.of();
    return all;
  }
}
