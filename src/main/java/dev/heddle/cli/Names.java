package dev.heddle.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** The names to be greeted, as bytes, one after the other. For one thread. */
interface Names {
  /** The next name; empty at the end. May wait for it. */
  Optional<byte[]> next() throws IOException;

  /** Those after the last {@link #next}, as far as they are known. */
  List<byte[]> rest();

  /** These, in this order. */
  static Names of(List<byte[]> names) {
    Deque<byte[]> left = new ArrayDeque<>(names);
    return new Names() {
      @Override
      public Optional<byte[]> next() {
        return Optional.ofNullable(left.poll());
      }

      @Override
      public List<byte[]> rest() {
        return List.copyOf(left);
      }
    };
  }

  /**
   * The lines of {@code in}, without their newlines; the last one may lack it. A line that is
   * longer than {@code longest} bytes is cut one byte beyond that.
   */
  static Names lines(InputStream in, int longest) {
    BufferedInputStream buffered = new BufferedInputStream(in);
    return new Names() {
      @Override
      public Optional<byte[]> next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int value = buffered.read();
        if (value < 0) {
          return Optional.empty();
        }
        while (value >= 0 && value != '\n' && line.size() <= longest) {
          line.write(value);
          value = buffered.read();
        }
        return Optional.of(line.toByteArray());
      }

      @Override
      public List<byte[]> rest() {
        return List.of();
      }
    };
  }
}
