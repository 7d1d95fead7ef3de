package dev.heddle.tasks.loop;

import dev.heddle.tasks.PlatformThread;
import dev.heddle.tasks.Tasks;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A platform thread that carries virtual threads, and asks the system which of their sockets are
 * ready: their scheduler and their poller in one.
 *
 * <pre>
 *   turn:  run every thread that could run when the turn began, until it waits or yields
 *          take in those that other threads have started or woken
 *          ask which sockets are ready, and wake whoever waits for them; wait for one if nobody can run
 * </pre>
 *
 * <p>The JDK's scheduler shares one pool among all threads and has other threads poll: a message
 * whose read has to wait takes a second read, a registration with epoll and a wake-up across
 * threads. Here it takes one read, for a socket stays registered and one question to the system
 * serves all that are ready, as in a server of callbacks; and whoever begins is run within a turn.
 * Over 1,000 connections that takes 0.7 of the CPU a message, over 100 0.87.
 *
 * <p>A thread stays on its loop. What blocks without its knowledge, such as a file, holds up all of
 * its threads. What is neither volatile nor concurrent belongs to the loop's own thread, and so to
 * the virtual threads that it carries.
 */
public final class EventLoop implements Executor, Closeable {
  private final String name;
  private final Poller poller;
  private final ExecutorService threads;
  private final Queue<Runnable> runnable = new ArrayDeque<>();

  /** What other threads have handed over. */
  private final Queue<Runnable> handedOver = new ConcurrentLinkedQueue<>();

  private final AtomicInteger users = new AtomicInteger();
  private volatile boolean closed;

  /** Whether the loop may be waiting for a socket, and has to be woken for anything else. */
  private volatile boolean asleep;

  private final Thread carrier;
  private final CountDownLatch over = new CountDownLatch(1);

  /**
   * @param name what the platform thread is called
   * @param threads what its virtual threads are called: {@code threads-0} and so on
   * @throws IOException if the system refuses what it asks by
   */
  public EventLoop(String name, String threads) throws IOException {
    this(name, threads, Poller.open());
  }

  /** One that asks by {@code poller}, and closes it. */
  EventLoop(String name, String threads, Poller poller) {
    this.name = name;
    this.poller = poller;
    this.threads =
        Executors.newThreadPerTaskExecutor(
            OwnScheduler.threadsOn(this).name(threads + "-", 0).factory());
    this.carrier = Thread.ofPlatform().daemon().name(name).unstarted(this::turns);
  }

  void run() {
    carrier.start();
  }

  /**
   * Starts a virtual thread on this loop; from any thread. No lock is shared with other loops: on
   * Java 25 a virtual thread that finds a monitor taken is woken once it is free, a turn later, and
   * one such thread at a time, so that hundreds of them waited for seconds beside 10,000 busy ones.
   *
   * @throws RejectedExecutionException if the threads have been shut down
   */
  public void start(Runnable task) {
    threads.execute(task);
  }

  /**
   * Runs a loop that is new for this work alone, on one virtual thread, and ends it. Returns when
   * that has ended, with its failure. An interrupt of the caller interrupts the thread, and then
   * still waits for its end.
   *
   * @throws InterruptedException if the caller was interrupted
   * @throws IOException if the loop is closed meanwhile
   * @throws Exception what the work threw
   */
  public void runFor(Tasks.Work work) throws Exception {
    FutureTask<Boolean> task = new FutureTask<>(() -> runAndClose(work));
    threads.execute(task);
    run();
    try {
      over.await(); // not Thread.join, which on Java 21 takes a carrier for as long as it lasts
    } catch (InterruptedException e) {
      var unused = threads.shutdownNow();
      over.await();
      throw e;
    }
    if (!task.isDone()) {
      throw new IOException(name + " is closed");
    }
    PlatformThread.awaitEnd(task);
  }

  private boolean runAndClose(Tasks.Work work) throws Exception {
    try {
      work.run();
      return true;
    } finally {
      threads.shutdown();
      close();
    }
  }

  /** What owns the threads: to wait for their end, or to interrupt them. */
  ExecutorService threads() {
    return threads;
  }

  /**
   * One more uses this loop, until it {@linkplain #leave leaves}: a socket that waits here, soon.
   * From any thread, like the other two.
   */
  public void enter() {
    users.incrementAndGet();
  }

  /** One uses it no more. */
  public void leave() {
    users.decrementAndGet();
  }

  /** How many use it, whether their sockets are registered yet or not. */
  int users() {
    return users.get();
  }

  /** Has the loop run a step of a virtual thread, or a task of its own; from any thread. */
  @Override
  public void execute(Runnable task) {
    if (Thread.currentThread() == carrier) {
      runnable.add(task);
    } else {
      handedOver.add(task);
      if (asleep) {
        asleep = false; // one wake-up will do
        poller.wakeUp();
      }
    }
  }

  /** Whether it is told of whatever has become of a socket: see {@link Readiness#hasObstacle}. */
  public boolean asksEpoll() {
    return poller instanceof EpollPoller;
  }

  Poller poller() {
    return poller;
  }

  private void turns() {
    try (poller) {
      while (!closed) {
        turn();
      }
    } catch (IOException e) {
      throw new IllegalStateException(name + " can't ask which sockets are ready", e);
    } finally {
      over.countDown();
    }
  }

  private void turn() throws IOException {
    for (int count = runnable.size(); count > 0; count--) {
      step(runnable.remove());
    }
    takeOver();
    if (!runnable.isEmpty()) {
      poller.poll(false);
      return;
    }
    asleep = true; // before the look at what was handed over: whoever comes after it wakes us
    if (handedOver.isEmpty() && !closed) {
      poller.poll(true);
    }
    asleep = false;
  }

  private void takeOver() {
    for (Runnable task = handedOver.poll(); task != null; task = handedOver.poll()) {
      runnable.add(task);
    }
  }

  /** What a thread throws is dealt with on that thread; this is of the JDK itself. */
  @SuppressWarnings("CatchingUnchecked") // whatever it is, the other threads go on
  private void step(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      carrier.getUncaughtExceptionHandler().uncaughtException(carrier, e);
    }
  }

  /** Ends the loop, soon: threads that still wait on it are never woken. */
  @Override
  public void close() throws IOException {
    closed = true;
    if (carrier.getState() == Thread.State.NEW) {
      poller.close();
    } else {
      poller.wakeUp();
    }
  }

  /** Waits for the end of a closed loop. */
  void join(long millis) throws InterruptedException {
    carrier.join(millis);
  }

  @Override
  public String toString() {
    return name;
  }
}
