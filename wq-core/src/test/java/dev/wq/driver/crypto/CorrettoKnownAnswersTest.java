package dev.wq.driver.crypto;

import java.util.Set;

/** Amazon's provider, where it loads. */
class CorrettoKnownAnswersTest extends KnownAnswers {
  CorrettoKnownAnswersTest() {
    super(
        Set.of(
            "SHA-224",
            "SHA-512/256",
            "SHA3-224",
            "SHA3-256",
            "SHA3-384",
            "SHA3-512",
            "HmacSHA224",
            "AES/ECB/NoPadding",
            "AES/CFB8/NoPadding",
            "AES/CFB128/NoPadding",
            "AES/OFB/NoPadding",
            "AES/CTR/NoPadding"));
  }

  @Override
  CryptoAttrs attrs() {
    return Corretto.attrs();
  }
}
