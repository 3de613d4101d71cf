import { equal, test } from "./harness.js";
import { area, clock, duration, moment, percent, rough, timeLeft } from "/app/live/words.js";

test("durations are as exact as one reads them", () => {
  equal([null, 0.0123, 2.345, 9.999, 59.94, 59.96, 61, 3599.6, 3660, 90000].map(duration),
    ["–", "12 ms", "2.35 s", "10.0 s", "59.9 s", "1 min 00 s", "1 min 01 s", "1 h 00 min", "1 h 01 min", "1 d 1 h"]);
});

test("a duration that goes on has whole seconds", () => {
  equal([-1, 0, 59.9, 60].map(clock), ["0 s", "0 s", "59 s", "1 min 00 s"]);
});

test("an estimate is rough", () => {
  equal([10, 44, 46, 89, 3600, 5400, 86400, 200000].map(rough),
    ["less than a minute", "less than a minute", "1 minute", "1 minute", "60 minutes", "2 hours", "24 hours", "2 days"]);
});

test("the time left is honest about what is not known", () => {
  equal(timeLeft(null), "time left: not known yet, too little has finished");
  equal(timeLeft({ low: 120, likely: 300, high: 900 }), "about 5 minutes left, probably between 2 minutes and 15 minutes");
  equal(timeLeft({ low: 170, likely: 180, high: 185 }), "about 3 minutes left");
  equal(timeLeft({ low: 1, likely: 5, high: 20 }), "less than a minute left");
  equal(timeLeft({ low: 5, likely: 40, high: 200 }), "less than a minute left");
});

test("a moment of another day has its day", () => {
  const today = new Date(2026, 4, 3, 12, 0, 0);
  equal(moment(new Date(2026, 4, 3, 9, 8, 7).toISOString(), today), "09:08:07");
  equal(moment(new Date(2026, 4, 2, 9, 8, 7).toISOString(), today), "2026-05-02 09:08:07");
  equal(moment(null, today), "–");
});

test("nothing is none or all of it unless it is", () => {
  equal([0, 0.001, 0.5, 0.999, 1].map(percent), ["0 %", "<1 %", "50 %", "99 %", "100 %"]);
});

test("areas", () => {
  equal([null, 0, 12345, 2_500_000, 1.234567e9].map(area), ["–", "–", "1.23 ha", "2.5 km²", "1,235 km²"]);
});
