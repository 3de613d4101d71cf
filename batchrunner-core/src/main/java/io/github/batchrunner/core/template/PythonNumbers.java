package io.github.batchrunner.core.template;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Arithmetic of Python's int, float and bool. */
final class PythonNumbers {

  /** Up to here every integer is a double. */
  private static final long EXACT_IN_DOUBLE = 1L << 53;

  /** Beyond these, Python's round() has nothing to do: no double has such digits. */
  private static final int ROUND_DIGITS_MAX = 323;

  private static final int ROUND_DIGITS_MIN = -308;

  private PythonNumbers() {}

  static boolean isNumber(Object value) {
    return value instanceof Number || value instanceof Boolean;
  }

  static boolean isInteger(Object value) {
    return isNumber(value) && !(value instanceof Double);
  }

  /** Returns an integer or bool as BigInteger. */
  static BigInteger bigInteger(Object integer) {
    return integer instanceof BigInteger big ? big : BigInteger.valueOf(small(integer));
  }

  private static long small(Object integer) {
    return integer instanceof Boolean truth ? (truth ? 1 : 0) : ((Number) integer).longValue();
  }

  /** Returns an integer or bool as long, the nearest one when it is too large. */
  static long clampedLong(Object integer) {
    if (integer instanceof BigInteger big) {
      return big.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
    return small(integer);
  }

  /** Returns an integer or bool as long, and refuses one that is too large. */
  static long smallInteger(Object integer) {
    if (integer instanceof BigInteger) {
      throw new PythonError("the whole number is too large to count with");
    }
    return small(integer);
  }

  /** Returns a number as Python's {@code float(number)}. */
  static double toDouble(Object number) {
    if (number instanceof Double value) {
      return value;
    }
    if (number instanceof BigInteger big) {
      double value = big.doubleValue();
      if (Double.isInfinite(value)) {
        throw new PythonError("the whole number is too large for a decimal number");
      }
      return value;
    }
    return small(number);
  }

  static Object sign(boolean minus, Object operand) {
    if (!isNumber(operand)) {
      throw new PythonError(
          "'" + (minus ? "-" : "+") + "' needs a number, not " + PythonValue.kind(operand));
    }
    if (operand instanceof Double value) {
      return minus ? -value : value;
    }
    BigInteger integer = bigInteger(operand);
    return PythonValue.integer(minus ? integer.negate() : integer);
  }

  static Object arithmetic(ArithmeticOperator operator, Object left, Object right) {
    if (left instanceof Double || right instanceof Double) {
      return ofDoubles(operator, toDouble(left), toDouble(right));
    }
    if (operator == ArithmeticOperator.DIVIDE) {
      return trueQuotient(left, right);
    }
    return ofIntegers(operator, bigInteger(left), bigInteger(right));
  }

  private static Object ofIntegers(ArithmeticOperator operator, BigInteger a, BigInteger b) {
    return switch (operator) {
      case ADD -> PythonValue.integer(a.add(b));
      case SUBTRACT -> PythonValue.integer(a.subtract(b));
      case MULTIPLY -> PythonValue.integer(a.multiply(b));
      case FLOOR_DIVIDE -> PythonValue.integer(floorQuotientAndRemainder(a, b)[0]);
      case MODULO -> PythonValue.integer(floorQuotientAndRemainder(a, b)[1]);
      case DIVIDE -> throw new IllegalStateException("true division gives no integer");
    };
  }

  /** Floor division: the remainder has the sign of the divisor. */
  private static BigInteger[] floorQuotientAndRemainder(BigInteger a, BigInteger b) {
    if (b.signum() == 0) {
      throw divisionByZero();
    }
    BigInteger[] result = a.divideAndRemainder(b);
    if (result[1].signum() != 0 && result[1].signum() != b.signum()) {
      result[0] = result[0].subtract(BigInteger.ONE);
      result[1] = result[1].add(b);
    }
    return result;
  }

  /** The quotient of two integers, rounded once and correctly. */
  private static double trueQuotient(Object left, Object right) {
    BigInteger a = bigInteger(left);
    BigInteger b = bigInteger(right);
    if (b.signum() == 0) {
      throw divisionByZero();
    }
    if (isExactInDouble(a) && isExactInDouble(b)) {
      return a.doubleValue() / b.doubleValue();
    }
    // A quotient of at least 66 bits, whose lowest bit tells whether anything follows, rounds to a
    // double as the exact quotient does.
    int shift = 66 - (a.bitLength() - b.bitLength());
    BigInteger[] scaled =
        a.abs()
            .shiftLeft(Math.max(0, shift))
            .divideAndRemainder(b.abs().shiftLeft(Math.max(0, -shift)));
    BigInteger quotient = scaled[1].signum() == 0 ? scaled[0] : scaled[0].setBit(0);
    double value = timesPowerOfTwo(quotient, -shift);
    if (Double.isInfinite(value)) {
      throw new PythonError("the quotient is too large for a decimal number");
    }
    return a.signum() < 0 == b.signum() < 0 ? value : -value;
  }

  private static boolean isExactInDouble(BigInteger value) {
    return value.bitLength() <= 53;
  }

  private static double timesPowerOfTwo(BigInteger value, int exponent) {
    if (exponent >= 0) {
      return value.shiftLeft(exponent).doubleValue();
    }
    // 2^-n is 5^n * 10^-n, so the product is an exact decimal and is rounded once.
    return new BigDecimal(value.multiply(BigInteger.valueOf(5).pow(-exponent)), -exponent)
        .doubleValue();
  }

  private static Object ofDoubles(ArithmeticOperator operator, double a, double b) {
    return switch (operator) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case DIVIDE -> {
        checkDivisor(b);
        yield a / b;
      }
      case FLOOR_DIVIDE -> {
        checkDivisor(b);
        yield floorQuotient(a, b);
      }
      case MODULO -> {
        checkDivisor(b);
        yield floorRemainder(a, b);
      }
    };
  }

  private static void checkDivisor(double divisor) {
    if (divisor == 0) {
      throw divisionByZero();
    }
  }

  private static PythonError divisionByZero() {
    return new PythonError("division by zero");
  }

  /** The remainder with the sign of the divisor, as CPython's float_divmod computes it. */
  private static double floorRemainder(double a, double b) {
    double remainder = a % b;
    if (remainder == 0) {
      return Math.copySign(0.0, b);
    }
    return (b < 0) == (remainder < 0) ? remainder : remainder + b;
  }

  /**
   * The quotient that belongs to {@link #floorRemainder}, as CPython's float_divmod computes it.
   */
  private static double floorQuotient(double a, double b) {
    double remainder = a % b;
    double quotient = (a - remainder) / b;
    if (remainder != 0 && (b < 0) != (remainder < 0)) {
      quotient -= 1;
    }
    if (quotient == 0) {
      return Math.copySign(0.0, a / b);
    }
    double floor = Math.floor(quotient);
    return quotient - floor > 0.5 ? floor + 1 : floor;
  }

  /** Compares two numbers exactly; neither is NaN. */
  static int compare(Object left, Object right) {
    if (left instanceof Double a && right instanceof Double b) {
      return a < b ? -1 : a > b ? 1 : 0; // Not Double.compare: -0.0 equals 0.0.
    }
    if (left instanceof Double a) {
      return compareExactly(a, right);
    }
    if (right instanceof Double b) {
      return -compareExactly(b, left);
    }
    return bigInteger(left).compareTo(bigInteger(right));
  }

  private static int compareExactly(double a, Object integer) {
    if (Double.isInfinite(a)) {
      return a < 0 ? -1 : 1;
    }
    if (!(integer instanceof BigInteger) && Math.abs(small(integer)) <= EXACT_IN_DOUBLE) {
      return Double.compare(a + 0.0, (double) small(integer)); // -0.0 + 0.0 is 0.0.
    }
    return new BigDecimal(a).compareTo(new BigDecimal(bigInteger(integer)));
  }

  /** Python's {@code int(number)}: drops what follows the point. */
  static Object truncate(Object number) {
    if (number instanceof Double value) {
      checkFinite(value);
      return PythonValue.integer(new BigDecimal(value).toBigInteger());
    }
    return PythonValue.integer(bigInteger(number));
  }

  /** Python's {@code round(number)}: to the nearest integer, halves to the even one. */
  static Object round(Object number) {
    if (number instanceof Double value) {
      checkFinite(value);
      return PythonValue.integer(
          new BigDecimal(value).setScale(0, RoundingMode.HALF_EVEN).toBigIntegerExact());
    }
    return truncate(number);
  }

  /** Python's {@code round(number, places)}: halves of the exact value to the even digit. */
  static Object round(Object number, long places) {
    if (number instanceof Double value) {
      return roundDouble(value, places);
    }
    BigInteger integer = bigInteger(number);
    if (places >= 0) {
      return PythonValue.integer(integer);
    }
    if (places < -Limits.INTEGER_DIGITS) {
      return 0L;
    }
    return PythonValue.integer(
        new BigDecimal(integer).setScale((int) places, RoundingMode.HALF_EVEN).toBigIntegerExact());
  }

  private static double roundDouble(double value, long places) {
    if (value == 0
        || Double.isNaN(value)
        || Double.isInfinite(value)
        || places > ROUND_DIGITS_MAX) {
      return value;
    }
    if (places < ROUND_DIGITS_MIN) {
      return Math.copySign(0.0, value);
    }
    double rounded =
        new BigDecimal(value).setScale((int) places, RoundingMode.HALF_EVEN).doubleValue();
    if (Double.isInfinite(rounded)) {
      throw new PythonError("the rounded number is too large for a decimal number");
    }
    return Math.copySign(rounded, value);
  }

  private static void checkFinite(double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw new PythonError("cannot make a whole number of " + FloatText.repr(value));
    }
  }
}
