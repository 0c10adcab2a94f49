/**
 * A driver that computes: digests, MACs, ciphers and signatures of a JCA provider, as items of a
 * {@link dev.wq.driver.DriverQueue}.
 *
 * <p>A {@link dev.wq.driver.crypto.CryptoItem} says what is wanted and where the data is; it is
 * posted to a queue over a {@link dev.wq.driver.crypto.CryptoAccelerator}, and has the result once
 * its submission has completed. A {@link dev.wq.driver.crypto.DigestContext} digests a message that
 * comes in pieces.
 *
 * <p>The data of an item is lent like the item itself: nobody may change it between the posting and
 * the end of the submission, and afterwards the accelerator neither reads nor writes it.
 */
@NullMarked
package dev.wq.driver.crypto;

import org.jspecify.annotations.NullMarked;
