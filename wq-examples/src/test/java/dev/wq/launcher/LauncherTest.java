package dev.wq.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class LauncherTest {
  private static final int JAVA_17 = 61;
  private static final int MAGIC = 0xCAFEBABE;

  @Test
  void launcher_runsOnJava17() throws IOException {
    try (InputStream in = Launcher.class.getResourceAsStream("Launcher.class")) {
      DataInputStream header = new DataInputStream(Objects.requireNonNull(in));
      assertEquals(MAGIC, header.readInt());
      header.readUnsignedShort(); // minor version
      assertEquals(JAVA_17, header.readUnsignedShort());
    }
  }

  @Test
  void refusal_saysWhatIsNeededAndWhatIsThere() {
    assertEquals("wq needs Java 25 or newer, this is 17.0.15", Launcher.refusal("17.0.15"));
  }

  @Test
  void program_isWhereTheLauncherLooks() throws ReflectiveOperationException {
    Class.forName(Launcher.PROGRAM).getMethod("main", String[].class);
  }
}
