package io.github.batchrunner.rq.pickle;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as Python's pickles and reads pickles without ever running what they ask for.
 *
 * <table>
 * <caption>Python's types and ours</caption>
 * <tr><th>Python</th><th>read as</th><th>written from</th></tr>
 * <tr><td>None</td><td>null</td><td>null</td></tr>
 * <tr><td>bool</td><td>Boolean</td><td>Boolean</td></tr>
 * <tr><td>int</td><td>Long, or BigInteger if it does not fit</td>
 *     <td>Byte, Short, Integer, Long, BigInteger</td></tr>
 * <tr><td>float</td><td>Double</td><td>Float, Double</td></tr>
 * <tr><td>str</td><td>String</td><td>any CharSequence</td></tr>
 * <tr><td>bytes</td><td>byte[]</td><td>byte[]</td></tr>
 * <tr><td>list</td><td>ArrayList</td><td>any List</td></tr>
 * <tr><td>tuple</td><td>{@link PyTuple}</td><td>{@link PyTuple}</td></tr>
 * <tr><td>dict</td><td>LinkedHashMap, in Python's order</td><td>any Map, in its order</td></tr>
 * <tr><td>set, frozenset</td><td>{@link PySet}</td><td>any Set; a set unless a frozen PySet</td></tr>
 * <tr><td>class, function</td><td>{@link PyGlobal}</td><td>refused</td></tr>
 * <tr><td>any other object</td><td>{@link PyObject}</td><td>refused</td></tr>
 * <tr><td>what is not in the pickle</td><td>{@link PyExternal}</td><td>refused</td></tr>
 * <tr><td>what contains itself</td><td>{@link PyRecursion} at that place</td><td>refused</td></tr>
 * </table>
 *
 * <p>What is read has an end: it never contains itself, and its depth and size are limited, so that
 * walking it, {@code toString}, {@code equals} and {@code hashCode} all return. What Python shares
 * is shared here too. Keys are compared as Java does it: 1, 1.0 and true, which are one key in
 * Python, stay three, and two byte arrays are never one key. Half surrogates, which Python allows
 * in text, are kept both ways; two halves side by side are one character.
 *
 * <p>Source of the format: Python's {@code pickletools} module. Thread-safe.
 */
public final class Pickle {

  private Pickle() {}

  /**
   * Pickles a value for Python 3.4 and later (protocol 3).
   *
   * @throws PickleException if the value holds something that is not in the table above, holds
   *     itself, is nested deeper than {@link PickleLimits#DEFAULT} allows, or has keys that would
   *     be one key in Python or none at all; the message names the place, such as {@code
   *     value[0]['x']}
   */
  public static byte[] dumps(@Nullable Object value) {
    return new PickleWriter().value(value);
  }

  /**
   * Pickles a call as Python RQ keeps it: {@code (function, None, args, kwargs)}.
   *
   * @param function the function's name with its module, such as {@code shop.mail.send}
   * @throws PickleException as {@link #dumps}; places are such as {@code args[0]} and {@code
   *     kwargs['x']}
   */
  public static byte[] dumpsCall(
      String function, List<? extends @Nullable Object> args, Map<String, ?> kwargs) {
    return new PickleWriter().call(function, args, kwargs);
  }

  /**
   * Reads a pickle of any protocol from 0 to 5 within {@link PickleLimits#DEFAULT}.
   *
   * @throws PickleException if the bytes are not a whole pickle or ask for too much
   */
  public static @Nullable Object loads(byte[] pickle) {
    return loads(pickle, PickleLimits.DEFAULT);
  }

  /**
   * Reads a pickle of any protocol from 0 to 5; like Python, ignores what follows its end.
   *
   * @throws PickleException if the bytes are not a whole pickle or ask for more than the limits
   */
  public static @Nullable Object loads(byte[] pickle, PickleLimits limits) {
    return new PickleReader(pickle, limits).read();
  }
}
