package dev.heddle.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.heddle.greeting.Conversation;
import dev.heddle.greeting.Framing;
import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;
import java.util.zip.Deflater;

/** Something to do with some bytes that takes as long each time. */
public enum Chore {
  CHECKSUM,
  COUNT,
  DEFLATE,
  DIGEST,
  GREET,
  HASH,
  MATCH,
  MULTIPLY,
  SORT,
  TRANSLATE;

  private static final Pattern WORD = Pattern.compile("\\b[a-m]+[n-z]\\b");

  /** Makes what does it, for one thread; it returns something of its result. */
  ToLongFunction<byte[]> make() {
    return switch (this) {
      case CHECKSUM -> Chore::checksum;
      case COUNT -> Chore::count;
      case DEFLATE -> deflate();
      case DIGEST -> digest();
      case GREET -> greet();
      case HASH -> Chore::hash;
      case MATCH -> Chore::match;
      case MULTIPLY -> bytes -> new BigInteger(1, bytes).pow(2).bitLength();
      case SORT -> Chore::sort;
      case TRANSLATE -> translate();
    };
  }

  private static long checksum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    for (byte each : bytes) {
      sum.update(each);
    }
    return sum.getValue();
  }

  private static long count(byte[] bytes) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (byte each : bytes) {
      counts.merge((int) each, 1, Integer::sum);
    }
    return counts.size();
  }

  private static ToLongFunction<byte[]> deflate() {
    Deflater deflater = new Deflater();
    byte[] out = new byte[4_096];
    return bytes -> {
      deflater.reset();
      deflater.setInput(bytes);
      deflater.finish();
      return deflater.deflate(out);
    };
  }

  private static ToLongFunction<byte[]> digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return bytes -> digest.digest(bytes)[0];
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has it", e);
    }
  }

  private static ToLongFunction<byte[]> greet() {
    Conversation conversation = new Conversation(Framing.LINE, 8_192);
    conversation.outputWritten(); // the welcome
    return bytes -> {
      for (int taken = 0; taken < bytes.length; ) {
        int count = Math.min(conversation.makeRoom(), bytes.length - taken);
        System.arraycopy(bytes, taken, conversation.input(), conversation.inputEnd(), count);
        taken += count;
        var unused = conversation.received(count);
      }
      int length = conversation.outputLength();
      conversation.outputWritten();
      return length;
    };
  }

  private static long hash(byte[] bytes) {
    long hash = 0xcbf29ce484222325L;
    for (byte each : bytes) {
      hash = (hash ^ each) * 0x100000001b3L;
    }
    return hash;
  }

  private static long match(byte[] bytes) {
    Matcher matcher = WORD.matcher(new String(bytes, ISO_8859_1));
    long found = 0;
    while (matcher.find()) {
      found++;
    }
    return found;
  }

  private static long sort(byte[] bytes) {
    int[] numbers = new int[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      numbers[i] = bytes[i] * 31 + bytes[bytes.length - 1 - i];
    }
    Arrays.sort(numbers);
    return numbers[bytes.length / 2];
  }

  private static ToLongFunction<byte[]> translate() {
    byte[] table = new byte[128];
    for (int i = 0; i < table.length; i++) {
      table[i] = (byte) Character.toUpperCase(i);
    }
    byte[] out = new byte[4_096];
    return bytes -> {
      int length = 0;
      for (byte each : bytes) {
        if (each != '\n') {
          out[length++] = table[each];
        }
      }
      return length;
    };
  }
}
