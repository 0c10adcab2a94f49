package dev.wq.driver.crypto;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.AEADBadTagException;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Published answers, the same for every provider; what a provider lacks has to be refused by name.
 */
abstract class KnownAnswers {
  private final Set<String> lacking;
  private Device device;

  /** Of a provider that lacks those algorithms. */
  KnownAnswers(Set<String> lacking) {
    this.lacking = lacking;
  }

  abstract CryptoAttrs attrs();

  @BeforeEach
  void open() {
    device = new Device(attrs().inlineBytes(0));
  }

  @AfterEach
  void close() {
    if (device != null) {
      device.close();
    }
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }

  /** Computes; false if it was refused, as it had to be. */
  private boolean isDone(CryptoItem item) {
    if (!lacking.contains(item.algorithm())) {
      device.done(item);
      return true;
    }
    Throwable cause = device.failure(item);
    assertInstanceOf(UnsupportedOperationException.class, cause);
    assertTrue(cause.getMessage().startsWith(item.algorithm() + " is not offered by "));
    return false;
  }

  // ---- digests

  // FIPS 180-4 and FIPS 202, NIST's example values: "abc", and the message of 448 bits.
  @ParameterizedTest
  @CsvSource({
    "SHA-224, abc, 23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7",
    "SHA-256, abc, ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
    "SHA-256, abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq,"
        + " 248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1",
    "SHA-384, abc, cb00753f45a35e8bb5a03d699ac65007272c32ab0eded163"
        + "1a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7",
    "SHA-512, abc, ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
        + "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f",
    "SHA-512/256, abc, 53048e2681941ef99b2e29b76b4c7dabe4c2d0c634fc6d46e0e2f13107e7af23",
    "SHA3-224, abc, e642824c3f8cf24ad09234ee7d3c766fc9a3a5168d0c94ad73b46fdf",
    "SHA3-256, abc, 3a985da74fe225b2045c172d6bd390bd855f086e3e9d525b46bfe24511431532",
    "SHA3-384, abc, ec01498288516fc926459f58e2c6ad8df9b473cb0fc08c25"
        + "96da7cf0e49be4b298d88cea927ac7f539f1edf228376d25",
    "SHA3-512, abc, b751850b1a57168a5693cd924b6b096e08f621827444f70d884f5d0240d2712e"
        + "10e116e9192af3c91a7ec57647e3934057340b4cf408d5a56592f8274eec53f0"
  })
  void digest(String algorithm, String message, String expected) {
    DigestItem item = new DigestItem(algorithm, message.getBytes(US_ASCII));
    if (isDone(item)) {
      assertArrayEquals(hex(expected), item.digest());
    }
  }

  // ---- MACs

  // RFC 4231, test cases 1, 2 and 6.
  @ParameterizedTest
  @CsvSource({
    "HmacSHA224, 20, 0b, Hi There, 896fb1128abbdf196832107cd49df33f47b4b1169912ba4f53684b22",
    "HmacSHA256, 20, 0b, Hi There,"
        + " b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7",
    "HmacSHA384, 20, 0b, Hi There, afd03944d84895626b0825f4ab46907f15f9dadbe4101ec6"
        + "82aa034c7cebc59cfaea9ea9076ede7f4af152e8b2fa9cb6",
    "HmacSHA512, 20, 0b, Hi There,"
        + " 87aa7cdea5ef619d4ff0b4241a1d6cb02379f4e2ce4ec2787ad0b30545e17cde"
        + "daa833b7d6b8a702038b274eaea3f4e4be9d914eeb61f1702e696c203a126854",
    "HmacSHA256, 1, 4a656665, what do ya want for nothing?,"
        + " 5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843",
    "HmacSHA512, 1, 4a656665, what do ya want for nothing?,"
        + " 164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea250554"
        + "9758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
    "HmacSHA256, 131, aa, Test Using Larger Than Block-Size Key - Hash Key First,"
        + " 60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
  })
  void mac(String algorithm, int times, String key, String message, String expected) {
    SecretKeySpec secret = new SecretKeySpec(hex(key.repeat(times)), algorithm);
    MacItem item = new MacItem(algorithm, secret, message.getBytes(US_ASCII));
    if (isDone(item)) {
      assertArrayEquals(hex(expected), item.mac());
    }
  }

  // ---- ciphers

  private static final String KEY_128 = "2b7e151628aed2a6abf7158809cf4f3c";
  private static final String KEY_192 = "8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b";
  private static final String KEY_256 =
      "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4";
  private static final String IV = "000102030405060708090a0b0c0d0e0f";
  private static final String COUNTER = "f0f1f2f3f4f5f6f7f8f9fafbfcfdfeff";
  private static final String TEXT =
      "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
          + "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710";

  // NIST SP 800-38A, appendix F: the ECB, CBC, CFB8, CFB128, OFB and CTR examples.
  @ParameterizedTest
  @CsvSource({
    "ECB, 128, 3ad77bb40d7a3660a89ecaf32466ef97f5d3d58503b9699de785895a96fdbaaf"
        + "43b1cd7f598ece23881b00e3ed0306887b0c785e27e8ad3f8223207104725dd4",
    "ECB, 192, bd334f1d6e45f25ff712a214571fa5cc974104846d0ad3ad7734ecb3ecee4eef"
        + "ef7afd2270e2e60adce0ba2face6444e9a4b41ba738d6c72fb16691603c18e0e",
    "ECB, 256, f3eed1bdb5d2a03c064b5a7e3db181f8591ccb10d410ed26dc5ba74a31362870"
        + "b6ed21b99ca6f4f9f153e7b1beafed1d23304b7a39f9f3ff067d8d8f9e24ecc7",
    "CBC, 128, 7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2"
        + "73bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7",
    "CBC, 192, 4f021db243bc633d7178183a9fa071e8b4d9ada9ad7dedf4e5e738763f69145a"
        + "571b242012fb7ae07fa9baac3df102e008b0e27988598881d920a9e64f5615cd",
    "CBC, 256, f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d"
        + "39f23369a9d9bacfa530e26304231461b2eb05e2c39be9fcda6c19078c6a9d1b",
    "CFB8, 128, 3b79424c9c0dd436bace9e0ed4586a4f32b9",
    "CFB128, 128, 3b3fd92eb72dad20333449f8e83cfb4ac8a64537a0b3a93fcde3cdad9f1ce58b"
        + "26751f67a3cbb140b1808cf187a4f4dfc04b05357c5d1c0eeac4c66f9ff7f2e6",
    "OFB, 128, 3b3fd92eb72dad20333449f8e83cfb4a7789508d16918f03f53c52dac54ed825"
        + "9740051e9c5fecf64344f7a82260edcc304c6528f659c77866a510d9c1d6ae5e",
    "CTR, 128, 874d6191b620e3261bef6864990db6ce9806f66b7970fdff8617187bb9fffdff"
        + "5ae4df3edbd5d35e5b4f09020db03eab1e031dda2fbe03d1792170a0f3009cee",
    "CTR, 256, 601ec313775789a5b7a7f504bbf3d228f443e3ca4d62b59aca84e990cacaf5c5"
        + "2b0930daa23de94ce87017ba2d84988ddfc9c58db67aada613c2dd08457941a6"
  })
  void cipherMode(String mode, int bits, String expected) {
    byte[] cipherText = hex(expected);
    byte[] text = Arrays.copyOf(hex(TEXT), cipherText.length);
    String transformation = "AES/" + mode + "/NoPadding";
    SecretKeySpec key =
        new SecretKeySpec(hex(bits == 128 ? KEY_128 : bits == 192 ? KEY_192 : KEY_256), "AES");
    AlgorithmParameterSpec iv =
        mode.equals("ECB") ? null : new IvParameterSpec(hex(mode.equals("CTR") ? COUNTER : IV));
    byte[] output = new byte[text.length];
    CipherItem there =
        CipherItem.encrypt(transformation, key, iv, ByteBuffer.wrap(text), ByteBuffer.wrap(output));
    if (isDone(there)) {
      assertArrayEquals(cipherText, output);
      assertEquals(text.length, there.written());
      CipherItem back =
          CipherItem.decrypt(
              transformation, key, iv, ByteBuffer.wrap(output), ByteBuffer.wrap(output));
      device.done(back);
      assertArrayEquals(text, output);
    }
  }

  // The first two: McGrew and Viega, the GCM specification's test cases 2 and 4.
  // The others: Wycheproof, aes_gcm_test.json, tcId 1, 2, 4 and 9.
  @ParameterizedTest
  @CsvSource({
    "00000000000000000000000000000000, 000000000000000000000000, '',"
        + " 00000000000000000000000000000000, 0388dace60b6a392f328c2b971b2fe78,"
        + " ab6e47d42cec13bdf53a67b21257bddf",
    "feffe9928665731c6d6a8f9467308308, cafebabefacedbaddecaf888,"
        + " feedfacedeadbeeffeedfacedeadbeefabaddad2,"
        + " d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        + "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39,"
        + " 42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e"
        + "21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091,"
        + " 5bc94fbc3221a5db94fae95ae7121a47",
    "5b9604fe14eadba931b0ccf34843dab9, 028318abc1824029138141a2, '',"
        + " 001d0c231287c1182784554ca3a21908, 26073cc1d851beff176384dc9896d5ff,"
        + " 0a3ea7a5487cb5f7d70fb6c58d038554",
    "5b9604fe14eadba931b0ccf34843dab9, 921d2507fa8007b7bd067d34,"
        + " 00112233445566778899aabbccddeeff,"
        + " 001d0c231287c1182784554ca3a21908, 49d8b9783e911913d87094d1f63cc765,"
        + " 1e348ba07cca2cf04c618cb4d43a5b92",
    "bedcfb5a011ebc84600fcb296c15af0d, 438a547a94ea88dce46c6c85, '', '', '',"
        + " 960247ba5cde02e41a313c4c0136edc3",
    "c15ed227dd2e237ecd087eaaaad19ea4, 965ff6643116ac1443a2dec7, '',"
        + " fee62fde973fe025ad6b322dcdf3c63fc7, 0de51fe4f7f2d1f0f917569f5c6d1b009c,"
        + " 6cd8521422c0177e83ef1b7a845d97db"
  })
  void gcm(String keyText, String iv, String aad, String text, String cipherText, String tag) {
    SecretKeySpec key = new SecretKeySpec(hex(keyText), "AES");
    GCMParameterSpec parameters = new GCMParameterSpec(128, hex(iv));
    ByteBuffer beside = ByteBuffer.wrap(hex(aad));
    byte[] sealed = new byte[hex(text).length + 16];
    CipherItem there =
        CipherItem.encrypt(
                "AES/GCM/NoPadding",
                key,
                parameters,
                ByteBuffer.wrap(hex(text)),
                ByteBuffer.wrap(sealed))
            .aad(beside);
    device.done(there);
    assertArrayEquals(hex(cipherText + tag), sealed);
    assertArrayEquals(hex(iv), there.iv());

    byte[] opened = new byte[sealed.length];
    CipherItem back =
        CipherItem.decrypt(
                "AES/GCM/NoPadding",
                key,
                parameters,
                ByteBuffer.wrap(sealed),
                ByteBuffer.wrap(opened))
            .aad(beside);
    device.done(back);
    assertArrayEquals(hex(text), Arrays.copyOf(opened, back.written()));

    sealed[sealed.length - 1] ^= 1; // as Wycheproof's ModifiedTag
    Arrays.fill(opened, (byte) 0x55);
    byte[] before = opened.clone();
    assertInstanceOf(AEADBadTagException.class, device.failure(back));
    assertArrayEquals(before, opened);
  }

  // ---- signatures

  // RFC 6979, A.2.5: P-256 with SHA-256, messages "sample" and "test"; r and s as DER.
  @ParameterizedTest
  @CsvSource({
    "sample, efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716,"
        + " f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
    "test, f1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367,"
        + " 019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083"
  })
  void ecdsaVerify(String message, String r, String s) throws GeneralSecurityException {
    PublicKey key =
        p256(
            "60fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
            "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299");
    byte[] signature = der(hex(r), hex(s));
    byte[] text = message.getBytes(US_ASCII);
    assertTrue(isValid("SHA256withECDSA", key, text, signature));
    assertFalse(isValid("SHA256withECDSA", key, (message + ".").getBytes(US_ASCII), signature));
    signature[signature.length - 1] ^= 1;
    assertFalse(isValid("SHA256withECDSA", key, text, signature));
    assertFalse(isValid("SHA256withECDSA", key, text, new byte[] {1, 2, 3}));
    assertFalse(isValid("SHA256withECDSA", key, text, new byte[0]));
  }

  private boolean isValid(String algorithm, PublicKey key, byte[] text, byte[] signature) {
    return device.done(new VerifyItem(algorithm, key, text, signature)).isValid();
  }

  private static PublicKey p256(String x, String y) throws GeneralSecurityException {
    AlgorithmParameters curve = AlgorithmParameters.getInstance("EC");
    curve.init(new ECGenParameterSpec("secp256r1"));
    ECPoint point = new ECPoint(new BigInteger(x, 16), new BigInteger(y, 16));
    return KeyFactory.getInstance("EC")
        .generatePublic(new ECPublicKeySpec(point, curve.getParameterSpec(ECParameterSpec.class)));
  }

  private static byte[] der(byte[] r, byte[] s) {
    byte[] first = new BigInteger(1, r).toByteArray();
    byte[] second = new BigInteger(1, s).toByteArray();
    return ByteBuffer.allocate(6 + first.length + second.length)
        .put((byte) 0x30)
        .put((byte) (4 + first.length + second.length))
        .put((byte) 2)
        .put((byte) first.length)
        .put(first)
        .put((byte) 2)
        .put((byte) second.length)
        .put(second)
        .array();
  }

  // Wycheproof, rsa_signature_2048_sha256_test.json: its first key, tcId 3 (valid) and 9 (a BER
  // encoded padding, invalid).
  @Test
  void rsaVerify() throws GeneralSecurityException {
    String modulus =
        "a2b451a07d0aa5f96e455671513550514a8a5b462ebef717094fa1fee82224e637f9746d3f7cafd3"
            + "1878d80325b6ef5a1700f65903b469429e89d6eac8845097b5ab393189db92512ed8a7711a1253fa"
            + "cd20f79c15e8247f3d3e42e46e48c98e254a2fe9765313a03eff8f17e1a029397a1fa26a8dce26f4"
            + "90ed81299615d9814c22da610428e09c7d9658594266f5c021d0fceca08d945a12be82de4d1ece6b"
            + "4c03145b5d3495d4ed5411eb878daf05fd7afc3e09ada0f1126422f590975a1969816f48698bcbba"
            + "1b4d9cae79d460d8f9f85e7975005d9bc22c4e5ac0f7c1a45d12569a62807d3b9a02e5a530e77306"
            + "6f453d1f5b4c2e9cf7820283f742b9d5";
    PublicKey key =
        KeyFactory.getInstance("RSA")
            .generatePublic(
                new RSAPublicKeySpec(new BigInteger(modulus, 16), BigInteger.valueOf(65_537)));
    byte[] valid =
        hex(
            "264491e844c119f14e425c03282139a558dcdaeb82a4628173cd407fd319f9076eaebc0dd87a1c22"
                + "e4d17839096886d58a9d5b7f7aeb63efec56c45ac7bead4203b6886e1faa90e028ec0ae094d46bf3"
                + "f97efdd19045cfbc25a1abda2432639f9876405c0d68f8edbf047c12a454f7681d5d5a2b54bd3723"
                + "d193dbad4338baad753264006e2d08931c4b8bb79aa1c9cad10eb6605f87c5831f6e2b08e002f9c6"
                + "f21141f5841d92727dd3e1d99c36bc560da3c9067df99fcaf818941f72588be33032bad22caf6704"
                + "223bb114d575b6d02d9d222b580005d930e8f40cce9f672eebb634a20177d84351627964b83f2053"
                + "d736a84ab1a005f63bd5ba943de6205c");
    byte[] invalid =
        hex(
            "8a0e82d4f334aca72a718b6f8f643f69c6048d619d5eba71263a5d2d3ac7a7af133b780c7595ca2c"
                + "982c006e861948f543cd0210c758691f9626842c25de2843ea314ca8eff285d47e0cffa54180af41"
                + "6004017034962a80a5959c3d3f1bfc154a4824462a93c014f6dfe920824f414a6e30e0e5944d480b"
                + "99949ec7bf64c4a7461575933b17d7d6b0178b5192392ace3ed8469e8ac1dacae51ad5d3ad73dcb2"
                + "13e056d04596e64d8c0703def3110c7cecc93ba8ac8059f0f3d66b89d8712c62b41d407e4b4a104f"
                + "4569558b0290c213cad6d0653898b9df8f4a453ab07d13bfb7598d505abbd0c4987e4f1ac66e1a52"
                + "3e113e370ab7cf990f0cc63f50f4f0a4");
    assertTrue(isValid("SHA256withRSA", key, "Test".getBytes(US_ASCII), valid));
    assertFalse(isValid("SHA256withRSA", key, "123400".getBytes(US_ASCII), invalid));
    assertFalse(isValid("SHA256withRSA", key, "123400".getBytes(US_ASCII), valid));
  }
}
