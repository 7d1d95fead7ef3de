package dev.heddle.fetch;

/**
 * An entry of what is to be fetched, as it was given.
 *
 * @param number from 1, in the order given
 * @param text what should be a URL
 * @param line its line in the list, from 1; 0 if it was given otherwise
 */
public record Entry(long number, String text, long line) {}
