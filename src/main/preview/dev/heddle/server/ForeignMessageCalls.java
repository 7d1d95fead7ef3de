package dev.heddle.server;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * {@link MessageCalls} by foreign functions (<a href="https://openjdk.org/jeps/454">JEP 454</a>, a
 * preview in Java 21). Loaded by name.
 *
 * <p>To bind them takes some 30 to 70 ms in cold code.
 */
@SuppressWarnings("restricted") // the arguments are those of the manual; find() asks for permission
final class ForeignMessageCalls {
  private ForeignMessageCalls() {}

  /** Those of this machine; null where calls of native code are not allowed, or it has 32 bits. */
  static @Nullable MessageCalls find() {
    Module module = ForeignMessageCalls.class.getModule();
    if (ADDRESS.byteSize() != Long.BYTES) {
      return null;
    }
    return module.isNativeAccessEnabled() || allow(module) ? new Bound() : null;
  }

  /**
   * Java 21 does not read in the manifest of a jar that it may call native code (25 does), and
   * would warn. What the option does can be done by reflection, as java.lang is open to us.
   */
  private static boolean allow(Module module) {
    if (Runtime.version().feature() > 21) {
      return false;
    }
    try {
      var allow = Module.class.getDeclaredMethod("implAddEnableNativeAccessToAllUnnamed");
      if (!allow.trySetAccessible()) {
        return false;
      }
      allow.invoke(null);
      return module.isNativeAccessEnabled();
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Bound when it is first used: not before it is allowed. */
  private static final class Bound implements MessageCalls {
    private static final int DONT_WAIT = 0x40;

    /** What all four take first. */
    private static final MemoryLayout DESCRIPTOR = JAVA_INT;

    private static final MethodHandle RECEIVE =
        bind("recvmmsg", DESCRIPTOR, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle SEND =
        bind("sendmmsg", DESCRIPTOR, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle DUPLICATE = bind("dup", DESCRIPTOR);
    private static final MethodHandle CLOSE = bind("close", DESCRIPTOR);

    private static MethodHandle bind(String name, MemoryLayout... arguments) {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(
          linker.defaultLookup().find(name).orElseThrow(),
          FunctionDescriptor.of(JAVA_INT, arguments));
    }

    @Override
    public long address(ByteBuffer buffer) {
      return MemorySegment.ofBuffer(buffer.duplicate().clear()).address();
    }

    @Override
    public int receive(int descriptor, long messages, int count) {
      try {
        return (int)
            RECEIVE.invokeExact(descriptor, messages, count, DONT_WAIT, MemorySegment.NULL);
      } catch (Throwable e) {
        throw new LinkageError("recvmmsg", e);
      }
    }

    @Override
    public int send(int descriptor, long messages, int count) {
      try {
        return (int) SEND.invokeExact(descriptor, messages, count, DONT_WAIT);
      } catch (Throwable e) {
        throw new LinkageError("sendmmsg", e);
      }
    }

    @Override
    public int duplicate(int descriptor) {
      try {
        return (int) DUPLICATE.invokeExact(descriptor);
      } catch (Throwable e) {
        throw new LinkageError("dup", e);
      }
    }

    @Override
    public void close(int descriptor) {
      try {
        var unused = (int) CLOSE.invokeExact(descriptor);
      } catch (Throwable e) {
        throw new LinkageError("close", e);
      }
    }
  }
}
