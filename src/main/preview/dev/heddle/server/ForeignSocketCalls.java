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
 * {@link SocketCalls} by foreign functions (<a href="https://openjdk.org/jeps/454">JEP 454</a>, a
 * preview in Java 21). Loaded by name.
 *
 * <p>To bind them takes some 30 to 70 ms in cold code.
 */
@SuppressWarnings("restricted") // the arguments are those of the manual; find() asks for permission
final class ForeignSocketCalls {
  private ForeignSocketCalls() {}

  /** Those of this machine; null where calls of native code are not allowed, or it has 32 bits. */
  static @Nullable SocketCalls find() {
    Module module = ForeignSocketCalls.class.getModule();
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
  private static final class Bound implements SocketCalls {
    private static final int DONT_WAIT = 0x40;

    /** To a peer that has closed there is an error, as the JVM has it too. */
    private static final int NO_SIGNAL = 0x4000;

    /** What all of them take first. */
    private static final MemoryLayout DESCRIPTOR = JAVA_INT;

    private static final MethodHandle RECEIVE = bindStream("recv");
    private static final MethodHandle SEND = bindStream("send");
    private static final MethodHandle RECEIVE_MESSAGES =
        bind("recvmmsg", DESCRIPTOR, JAVA_LONG, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle SEND_MESSAGES =
        bind("sendmmsg", DESCRIPTOR, JAVA_LONG, JAVA_INT, JAVA_INT);
    private static final MethodHandle DUPLICATE = bind("dup", DESCRIPTOR);
    private static final MethodHandle CLOSE = bind("close", DESCRIPTOR);

    private static MethodHandle bindStream(String name) {
      return bind(
          name, FunctionDescriptor.of(JAVA_LONG, DESCRIPTOR, JAVA_LONG, JAVA_LONG, JAVA_INT));
    }

    private static MethodHandle bind(String name, MemoryLayout... arguments) {
      return bind(name, FunctionDescriptor.of(JAVA_INT, arguments));
    }

    private static MethodHandle bind(String name, FunctionDescriptor function) {
      Linker linker = Linker.nativeLinker();
      return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), function);
    }

    @Override
    public long address(ByteBuffer buffer) {
      return MemorySegment.ofBuffer(buffer.duplicate().clear()).address();
    }

    @Override
    public int receive(int descriptor, long bytes, int room) {
      try {
        return (int) (long) RECEIVE.invokeExact(descriptor, bytes, (long) room, DONT_WAIT);
      } catch (Throwable e) {
        throw new LinkageError("recv", e);
      }
    }

    @Override
    public int send(int descriptor, long bytes, int count) {
      try {
        return (int)
            (long) SEND.invokeExact(descriptor, bytes, (long) count, DONT_WAIT | NO_SIGNAL);
      } catch (Throwable e) {
        throw new LinkageError("send", e);
      }
    }

    @Override
    public int receiveMessages(int descriptor, long messages, int count) {
      try {
        return (int)
            RECEIVE_MESSAGES.invokeExact(
                descriptor, messages, count, DONT_WAIT, MemorySegment.NULL);
      } catch (Throwable e) {
        throw new LinkageError("recvmmsg", e);
      }
    }

    @Override
    public int sendMessages(int descriptor, long messages, int count) {
      try {
        return (int) SEND_MESSAGES.invokeExact(descriptor, messages, count, DONT_WAIT);
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
