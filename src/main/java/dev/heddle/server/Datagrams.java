package dev.heddle.server;

import java.io.IOException;

/** A UDP socket, and what came at the last look at it. Confined to the listener's thread. */
sealed interface Datagrams permits DatagramBatch, SingleDatagram {
  /**
   * Looks for datagrams and does not wait; the former ones are gone.
   *
   * @throws IOException if the system refuses
   */
  void look() throws IOException;

  /** How many a look takes at most. */
  int room();

  /** How many came. */
  int count();

  /** Of those that came, in their order; from 0. */
  Datagram get(int index);

  /**
   * Sends the replies of those whose indexes are {@code indexes[from, to)}; each has been made a
   * greeting.
   *
   * @return how many were sent, the first ones; at least one
   * @throws IOException if the system refuses the first
   */
  int send(int[] indexes, int from, int to) throws IOException;
}
