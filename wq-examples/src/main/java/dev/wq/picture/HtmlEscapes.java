package dev.wq.picture;

import java.io.Serial;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.CharacterEscapes;

/** Writes the characters that mean something in HTML as numbers, in the strings of JSON. */
final class HtmlEscapes extends CharacterEscapes {
  @Serial private static final long serialVersionUID = 1;

  @Override
  public int[] getEscapeCodesForAscii() {
    int[] codes = CharacterEscapes.standardAsciiEscapesForJSON();
    for (char c : new char[] {'<', '>', '&', '\''}) {
      codes[c] = CharacterEscapes.ESCAPE_STANDARD;
    }
    return codes;
  }

  @Override
  public @Nullable SerializableString getEscapeSequence(int character) {
    return null;
  }
}
