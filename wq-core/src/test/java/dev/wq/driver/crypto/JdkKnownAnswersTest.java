package dev.wq.driver.crypto;

import java.util.Set;

/** The JDK's own providers know all of it. */
class JdkKnownAnswersTest extends KnownAnswers {
  JdkKnownAnswersTest() {
    super(Set.of());
  }

  @Override
  CryptoAttrs attrs() {
    return CryptoAttrs.DEFAULT;
  }
}
