package dev.wq.dispatch;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A task that is suspended once and keeps the books of its own end. */
final class ProbeTask extends Item implements Turn.Body {
  private final World world;
  private final Turn turn;
  private boolean accepted;
  private boolean ended;
  private boolean cancelled;

  @SuppressWarnings("this-escape") // the turn only keeps the reference
  ProbeTask(World world, String name, DispatchQueue queue) {
    super(name, false);
    this.world = world;
    this.turn = new Turn(queue, this, this);
  }

  void spawn() {
    accepted = turn.spawn().queued();
  }

  @Override
  protected Turn turn() {
    return turn;
  }

  @Override
  protected void invoke() throws Throwable {
    turn.lend();
  }

  @Override
  protected void dropped() {
    turn.lost();
  }

  @Override
  public @Nullable Throwable runBody() {
    try {
      Turn left = Turn.leave();
      world.host.parkNanos(this, 1);
      left.regain();
      ended = true;
    } catch (CancellationException noTurn) {
      cancelled = true;
    }
    return null;
  }

  @Override
  public void neverRun(@Nullable Throwable noThread) {
    cancelled = true;
  }

  /** Accepted is done: to the end, unless a close by force has come between. */
  void check(boolean forced) {
    String book = name() + " accepted " + accepted + ", ended " + ended;
    assertTrue(accepted ? ended || forced && cancelled : !ended, book);
  }
}
