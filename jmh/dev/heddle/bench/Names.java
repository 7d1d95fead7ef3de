package dev.heddle.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.SplittableRandom;

/** Names to greet with: {@value #COUNT} of 1 to 32 letters, uniform, from a fixed seed. */
final class Names {
  /** How many there are. */
  static final int COUNT = 1_024;

  private static final int LONGEST = 32;

  private Names() {}

  /** All of them as lines. */
  static byte[][] lines() {
    SplittableRandom random = new SplittableRandom(9999);
    byte[][] lines = new byte[COUNT][];
    for (int i = 0; i < COUNT; i++) {
      StringBuilder name = new StringBuilder();
      for (int length = random.nextInt(1, LONGEST + 1); length > 0; length--) {
        name.append((char) random.nextInt('a', 'z' + 1));
      }
      lines[i] = name.append('\n').toString().getBytes(US_ASCII);
    }
    return lines;
  }

  /** What a line must be answered with. */
  static byte[] reply(byte[] line) {
    String name = new String(line, 0, line.length - 1, US_ASCII);
    return ("Hello, " + name + "!\n").getBytes(US_ASCII);
  }
}
