package dev.wq.driver.crypto;

import java.security.GeneralSecurityException;

/** One execution of an item, over private copies of its data: it can be done anywhere. */
@FunctionalInterface
interface Computation {
  /**
   * Computes; called once, by an engine.
   *
   * @return what brings the result to the item; called by the pump, if the item is still in
   *     progress then
   */
  Runnable compute() throws GeneralSecurityException;
}
