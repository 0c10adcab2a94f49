package dev.wq.dispatch;

import dev.wq.sim.*;
import java.util.*;
import java.util.stream.*;
import org.junit.jupiter.api.*;

class TmpExplore {
  @TestFactory
  Stream<DynamicTest> t() {
    Map<String, Races.Start> m = new LinkedHashMap<>();
    m.put("stopAgainstDrain", LifecycleScenarios::stopAgainstDrain);
    m.put("unplug", LifecycleScenarios::unplugAgainstSubmit);
    m.put("restart", LifecycleScenarios::restartAgainstSubmit);
    m.put("plugTimer", LifecycleScenarios::plugAgainstTimer);
    m.put("hostStop", LifecycleScenarios::hostAgainstStop);
    m.put("hostClose", LifecycleScenarios::hostAgainstClose);
    m.put("runOneStart", LifecycleScenarios::runOneAgainstStart);
    m.put("poolThenHost", LifecycleScenarios::poolThenHost);
    m.put("overrunEnd", OverrunScenarios::overrunAgainstEnd);
    m.put("overrunRequeue", OverrunScenarios::overrunAgainstRequeue);
    m.put("overrunStops", OverrunScenarios::overrunThatStops);
    m.put("holdTimer", HoldScenarios::releaseAgainstTimer);
    m.put("holdTakers", HoldScenarios::heldAgainstTakers);
    m.put("holdClose", HoldScenarios::heldAgainstClose);
    String only = System.getProperty("only", "");
    return m.entrySet().stream()
        .filter(e -> e.getKey().contains(only))
        .map(e ->
            DynamicTest.dynamicTest(
                e.getKey(),
                () -> {
                  var x =
                      Explorer.seeds(Integer.getInteger("wq.explore.seeds"))
                          .cpus(2)
                          .check(mm -> Races.run(mm, Faults.NONE, e.getValue()));
                  System.out.println(
                      e.getKey() + " distinct " + x.distinctSchedules() + " of " + x.runs());
                }));
  }

  @TestFactory
  Stream<DynamicTest> bugs() {
    return Stream.of(PlantedBug.STOP_NOT_WOKEN_WITH_THE_DRAIN, PlantedBug.SLOT_GIVEN_BACK_TWICE)
        .map(b ->
            DynamicTest.dynamicTest(
                b.name(),
                () -> {
                  var f = Explorer.seeds(10000).cpus(2).explore(b::run).failure();
                  System.out.println(
                      b
                          + " "
                          + f.map(x ->
                              x.seed()
                                  + ": "
                                  + x.getCause().getMessage().lines().findFirst().orElse("")));
                  Assertions.assertTrue(f.isPresent());
                }));
  }
}
