package dev.wq.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.wq.QueueAttrs;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scenarios with other attributes. */
class ChangesTest {
  private static Scenario scenario() throws ScenarioException {
    return Scenario.parse(
        "f.yaml",
        """
        machine: {cpus: 2}
        queues: [{name: q, max_active: 2, flags: [unbound]}, {name: o, flags: [ordered]}]
        works: [{name: w, queue: q}]
        arrivals: [{work: w, at: 0}]
        """);
  }

  private static Scenario changed(String... changes) throws ScenarioException {
    return Changes.apply(scenario(), List.of(changes));
  }

  @Test
  void attributes_areAddedAndTaken() throws ScenarioException {
    assertEquals(
        QueueAttrs.named("q").maxActive(4).highPriority(),
        changed("q:max_active=4,no_unbound", "q:highpri").queues().getFirst());
    assertEquals(QueueAttrs.named("o").unbound(), changed("o:no_ordered").queues().getLast());
    assertEquals(QueueAttrs.named("q").ordered(), changed("q:ordered").queues().getFirst());
  }

  @Test
  void theMachine_isChanged() throws ScenarioException {
    assertEquals(8, changed("machine:cpus=8,hz=1000").machine().cpus());
    assertEquals(1000, changed("machine:cpus=8,hz=1000").machine().hz());
  }

  @Test
  void whatIsThereAlready_changesNothing() throws ScenarioException {
    assertEquals(scenario(), changed("q:max_active=2,unbound", "o:ordered", "machine:cpus=2"));
  }

  @Test
  void namingWhatIsThere_changesNoRun() throws IOException {
    for (Shipped shipped : Shipped.values()) {
      Scenario before = shipped.scenario();
      QueueAttrs queue = before.queues().getFirst();
      Scenario same =
          Changes.apply(before, List.of(queue.name() + ":max_active=" + queue.maxActive()));
      assertEquals(ScenarioRun.of(before, true).trace(), ScenarioRun.of(same, true).trace());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "q | 'q' is no change like QUEUE:max_active=4 or QUEUE:unbound",
        "p:unbound | unknown queue 'p': did you mean q?",
        "q:unbond | 'unbond' of queue 'q' is no flag: did you mean unbound?",
        "q:no_fast | 'fast' is no flag; there are unbound, ordered, highpri, cpu_intensive, mem_reclaim, freezable, bh",
        "q:max_active=0 | 'max_active=0' needs a number from 1 to 2048",
        "o:max_active=2 | queue 'o' is ordered, so maxActive is 1, was 2",
        "machine:cpus=x | 'cpus=x' needs a number from 1 to 64",
        "machine:ram=1 | 'ram=1' of the machine can't be changed: cpus=, hz="
      })
  void whatCannotBeChanged_isNamed(String change, String message) {
    assertEquals(
        message, assertThrows(IllegalArgumentException.class, () -> changed(change)).getMessage());
  }
}
