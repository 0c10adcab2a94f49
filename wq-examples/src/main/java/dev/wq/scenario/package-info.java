/**
 * Scenarios of work queues, written as YAML: read and checked by {@link dev.wq.scenario.Scenario},
 * run on a simulated kernel by {@link dev.wq.scenario.ScenarioRun}.
 */
@NullMarked
package dev.wq.scenario;

import org.jspecify.annotations.NullMarked;
