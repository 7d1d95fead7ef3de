package dev.heddle.load;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * One of the connections that are to be there all the time: whatever ends, a new one is made.
 *
 * <p>Everything belongs to the thread that runs it, but {@link #expire} and {@link #close}, which
 * the conductor calls.
 */
final class Slot implements Driver {
  private static final long PATIENT = 0;
  private static final long RETRY_MILLIS = 100;

  private final int number;
  private final LoadPlan plan;
  private final Driver.Shared shared;

  /** Since when the owner waits for the other side; or that it does not. */
  private final AtomicLong waiting = new AtomicLong(PATIENT);

  private volatile @Nullable Dialogue dialogue;
  private volatile boolean isClosed;

  /** Whether the conductor has closed the dialogue, because it took too long. */
  private volatile boolean isExpired;

  private volatile boolean hasEnded;
  private int asked;
  private long answeredInWindow;
  private long unsent;
  private boolean isSilent;

  Slot(int number, LoadPlan plan, Driver.Shared shared) {
    this.number = number;
    this.plan = plan;
    this.shared = shared;
  }

  /** Asks until the end of the load. Blocks; an interrupt or {@link #close} ends it. */
  @Override
  public void run() throws InterruptedException {
    try {
      if (plan.conversation() == 0) {
        tryOpen();
      }
      shared.start().ready(dialogue != null || plan.conversation() > 0);
      load(shared.start().await());
    } finally {
      closeDialogue();
      hasEnded = true;
    }
  }

  private void load(Window window) throws InterruptedException {
    Batch batch =
        new Batch(number, plan.pipeline(), shared.recorders(), window, shared.start().yields());
    Pacer pacer = Pacer.of(plan, window, number);
    long now = System.nanoTime();
    try {
      while (!isClosed) {
        batch.clear();
        pacer.fill(batch, most(), now);
        if (batch.size() == 0) {
          break;
        }
        boolean isDone = exchange(batch, now);
        now = isDone ? batch.lastAnswer() : System.nanoTime();
      }
      unsent = isClosed ? 0 : pacer.unsent();
    } finally {
      answeredInWindow = batch.answeredInWindow(); // of a load that is stopped as well
      isSilent = batch.isSilent();
    }
  }

  /** How many requests may go at once. */
  private int most() {
    return plan.conversation() == 0
        ? plan.pipeline()
        : Math.min(plan.pipeline(), plan.conversation() - asked);
  }

  /** Returns whether the last reply has just come. */
  private boolean exchange(Batch batch, long now) throws InterruptedException {
    Dialogue current = dialogue;
    boolean isNew = current == null;
    if (current == null) {
      batch.connecting();
      tryOpen();
      current = dialogue;
      if (current == null) {
        if (!isClosed) {
          Thread.sleep(RETRY_MILLIS);
        }
        return false;
      }
    }
    try {
      long start = isNew || plan.isOpen() ? System.nanoTime() : now;
      waitFrom(start);
      batch.sending(start, isNew ? start : now);
      current.exchange(batch);
      asked += batch.size();
      if (current.isOver() || asked == plan.conversation()) {
        current.end();
        closeDialogue();
        waiting.lazySet(PATIENT);
        return false;
      }
      if (plan.isOpen()) {
        waiting.lazySet(PATIENT);
      }
      return plan.target().kind() != Target.Kind.UDP;
    } catch (IOException e) {
      failed(e);
      return false;
    }
  }

  private void tryOpen() {
    isExpired = false;
    try {
      Dialogue made = shared.dialogues().make(number);
      dialogue = made;
      if (isClosed) {
        made.close();
      }
      made.connect();
      waitFrom(System.nanoTime());
      made.open();
      waiting.lazySet(PATIENT);
    } catch (IOException e) {
      failed(e);
    }
  }

  /** Datagrams are not waited for longer than the timeout in any case. */
  private void waitFrom(long time) {
    if (plan.target().kind() != Target.Kind.UDP) {
      waiting.lazySet(time);
    }
  }

  private void failed(IOException e) {
    closeDialogue();
    waiting.set(PATIENT);
    if (isClosed || Thread.currentThread().isInterrupted()) {
      return; // the load is over, and this was in flight
    }
    shared.errors().add(isExpired ? Errors.late(plan) : e);
  }

  @Override
  public void expire(long limit) {
    long since = waiting.get();
    Dialogue current = dialogue;
    boolean isLate = since != PATIENT && since - limit < 0;
    if (isLate && current != null && waiting.compareAndSet(since, PATIENT)) {
      isExpired = true;
      current.close();
    }
  }

  @Override
  public void close() {
    isClosed = true;
    Dialogue current = dialogue;
    if (current != null) {
      current.close();
    }
  }

  @Override
  public boolean hasEnded() {
    return hasEnded;
  }

  @Override
  public long answeredInWindow() {
    return answeredInWindow;
  }

  @Override
  public long unsent() {
    return unsent;
  }

  @Override
  public long silent() {
    return isSilent ? 1 : 0;
  }

  private void closeDialogue() {
    Dialogue current = dialogue;
    dialogue = null;
    asked = 0;
    if (current != null) {
      current.close();
    }
  }
}
