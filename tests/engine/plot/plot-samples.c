/* plot-samples.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Curves from formulas that look like the ones a shop gets, or the figures of a shop's
 * report; titles as a narrator would write them, in both languages.
 */

#include "config.h"

#include "plot-samples.h"

#include <math.h>

#define N   60
#define DAY ((gint64) 86400 * G_USEC_PER_SEC)

#define M(english, chinese_text) tn_message_new_literal (chinese ? (chinese_text) : (english))

/* The logistic cousin of a binormal curve: y = σ(a + logit x). */
static double
roc_at (double x, double a)
{
  return x <= 0 || x >= 1 ? x : 1 / (1 + exp (-a) * (1 - x) / x);
}

typedef struct
{
  double x[N + 1], y[3][N + 1], low[N + 1], high[N + 1];
} Curves;

static const double strengths[3] = { 1.45, 1.3, 0.95 };

static void
fill_roc (Curves *self)
{
  for (int i = 0; i <= N; i++)
    {
      double inner = i > 0 && i < N;

      self->x[i] = i / (double) N;
      for (int k = 0; k < 3; k++)
        self->y[k][i] =
            CLAMP (roc_at (self->x[i], strengths[k]) + 0.005 * sin (i * (2.1 + k)) * inner, 0, 1);
      self->low[i] = MAX (0, self->y[0][i] - 0.10 * sqrt (self->x[i] * (1 - self->x[i])));
      self->high[i] = MIN (1, self->y[0][i] + 0.08 * sqrt (self->x[i] * (1 - self->x[i])));
    }
}

static void
name_curves (TnTrace *curves, Curves *c, gboolean chinese)
{
  curves[0] = (TnTrace){
    M ("gradient boosting 0.741", "梯度提升树 0.741"), 1, N + 1, c->x, c->y[0], c->low, c->high
  };
  curves[1] = (TnTrace){
    M ("logistic regression 0.723", "逻辑回归 0.723"), 3, N + 1, c->x, c->y[1], NULL, NULL
  };
  curves[2] = (TnTrace){
    M ("recency rule 0.658", "最近购买规则 0.658"), 0, N + 1, c->x, c->y[2], NULL, NULL
  };
}

static TnChart *
sample_roc (gboolean chinese)
{
  Curves c;
  TnTrace curves[3];

  fill_roc (&c);
  name_curves (curves, &c, chinese);

  return tn_chart_roc (
      M ("In 74 of 100 pairs the leaver gets the higher chance",
         "每 100 对中有 74 对，流失者的概率更高"),
      M ("2,775 customers active on 9 September 2011. The band is the 95% interval of boosting.",
         "2011年9月9日的 2,775 位活跃用户。浅色带为梯度提升树的 95% 区间。"),
      3, curves);
}

static TnChart *
sample_precision (gboolean chinese)
{
  Curves c;
  TnTrace curves[3];

  fill_roc (&c);
  for (int i = 0; i <= N; i++)
    {
      double base = 0.385;

      for (int k = 2; k >= 0; k--)
        {
          double recall = c.x[i], fall_out = 1 - roc_at (1 - recall, strengths[k]);

          c.y[k][i] = recall > 0 ? base * recall / (base * recall + (1 - base) * fall_out) : NAN;
        }
      c.low[i] = c.y[0][i] - 0.03 - 0.05 * exp (-i * 0.2);
      c.high[i] = MIN (1, c.y[0][i] + 0.03 + 0.05 * exp (-i * 0.2));
    }
  name_curves (curves, &c, chinese);

  return tn_chart_precision_recall (
      M ("Half of the leavers can be found with two hits in three letters",
         "找到一半流失用户时，每三封信命中两封"),
      M ("2,775 customers, 1,068 of whom left", "2,775 位用户，其中 1,068 位流失"), 3, curves,
      0.385);
}

static TnChart *
sample_lift (gboolean chinese)
{
  static double x[14] = { 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1 };
  static double y[14] = { 1.61, 1.67, 1.67, 1.66, 1.62, 1.58, 1.52,
                          1.43, 1.36, 1.28, 1.20, 1.10, 1.05, 1 };
  static double rule[14] = { 1.66, 1.57, 1.63, 1.56, 1.47, 1.45, 1.36,
                             1.31, 1.22, 1.15, 1.10, 1.05, 1.02, 1 };
  double low[14], high[14];
  TnTrace curves[2];

  for (int i = 0; i < 14; i++)
    {
      low[i] = y[i] - 0.2 * (1 - x[i]) * (1 - x[i]);
      high[i] = y[i] + 0.2 * (1 - x[i]) * (1 - x[i]);
    }
  curves[0] = (TnTrace){ M ("boosting", "梯度提升树"), 1, 14, x, y, low, high };
  curves[1] = (TnTrace){ M ("recency rule", "最近购买规则"), 0, 14, x, rule, NULL, NULL };

  return tn_chart_lift (M ("The top tenth leaves 1.67 times as often as the average",
                           "概率最高的 10% 流失率是平均的 1.67 倍"),
                        M ("No ranking could exceed 2.6 times.", "再好的排序也不会超过 2.6 倍。"),
                        2, curves, 0.385, 0.1);
}

static TnChart *
sample_gains (gboolean chinese)
{
  Curves c;
  TnTrace curves[3];

  fill_roc (&c);
  name_curves (curves, &c, chinese);

  return tn_chart_gains (M ("The first third of the list holds six in ten leavers",
                            "名单的前三分之一包含六成流失用户"),
                         NULL, 3, curves, 0.385, 0.3);
}

static TnChart *
sample_calibration (gboolean chinese)
{
  static const double forecast[10] = { 0.065, 0.165, 0.27,  0.37, 0.455,
                                       0.535, 0.59,  0.645, 0.69, 0.75 };
  static const double happened[10] = { 0.025, 0.133, 0.23,  0.325, 0.37,
                                       0.425, 0.51,  0.553, 0.64,  0.642 };
  static const double counts[20] = { 180, 220, 240, 215, 190, 170, 160, 165, 180, 200,
                                     230, 240, 260, 210, 120, 50,  12,  3,   0,   0 };
  double low[10], high[10];

  for (int i = 0; i < 10; i++)
    {
      low[i] = happened[i] - 0.015 - 0.05 * sqrt (happened[i]);
      high[i] = happened[i] + 0.01 + 0.06 * sqrt (happened[i]);
    }

  return tn_chart_calibration (
      M ("All ten groups left less often than expected, by 7 points on average",
         "十组的实际流失率都低于预计，平均低 7 个百分点"),
      M ("Ten groups of equal size with 95% intervals; below, how many customers got each chance",
         "人数相等的十组及其 95% 区间；下方为各概率的用户数"),
      10, forecast, happened, low, high, 20, counts);
}

static TnChart *
sample_histogram (gboolean chinese)
{
  double edges[26], counts[25];

  for (int i = 0; i <= 25; i++)
    edges[i] = i * 400;
  for (int i = 0; i < 25; i++)
    counts[i] = floor (900 * exp (-i * 0.22) * (1 + 0.2 * sin (i)));

  return tn_chart_histogram (
      M ("One customer in five spends more than £2,000", "每五位用户中有一位消费超过 £2,000"),
      M ("4,372 customers by what they spent in a year", "4,372 位用户的一年消费额"),
      &(TnHistogram){ M ("spent in a year", "一年消费额"), M ("customers", "用户数"), TN_UNIT_MONEY,
                      "GBP", 25, edges, counts, 2000, M ("from £2,000 on", "£2,000 起") });
}

static TnChart *
sample_bars (gboolean chinese)
{
  const TnEstimate items[] = {
    { M ("Few orders, or long gaps between them", "下单少，或间隔长"), NULL, 1, TRUE, 0.37, 0.360,
      0.378 },
    { M ("Little spent in the last 90 and 180 days", "近 90 天和 180 天消费少"), NULL, 1, TRUE,
      0.24, 0.235, 0.244 },
    { M ("Longer without an order than is usual for them", "超过自己平时的下单间隔"), NULL, 1, TRUE,
      0.17, 0.166, 0.173 },
    { M ("Average price of what they buy", "所购商品均价"), NULL, 1, FALSE, 0.08, 0.077, 0.082 },
    { M ("Few different products", "商品种类少"), NULL, 1, FALSE, 0.07, 0.068, 0.072 },
    { M ("Share of the value returned", "退货金额占比"), NULL, 1, FALSE, 0.03, 0.028, 0.033 },
    { M ("Inside or outside the United Kingdom", "是否在英国境内"), NULL, 1, FALSE, 0.013, 0.012,
      0.015 },
    { M ("Time since the first order", "首单至今的时间"), NULL, 1, FALSE, 0.012, 0.011, 0.012 },
  };

  return tn_chart_bars (M ("Three things carry 79% of the judgement", "三件事占判断依据的 79%"),
                        M ("What moves the chance of leaving, share of the total (SHAP)",
                           "各因素对流失概率的影响占比（SHAP）"),
                        NULL, TN_UNIT_SHARE, NULL, 0, G_N_ELEMENTS (items), items);
}

static TnChart *
sample_forest (gboolean chinese)
{
  const TnEstimate items[] = {
    { M ("Recency rule", "最近购买规则"), M ("no model", "不用模型"), 0, FALSE, 0.658, 0.638,
      0.680 },
    { M ("RFM points", "RFM 打分"), M ("no model", "不用模型"), 0, FALSE, 0.721, 0.702, 0.740 },
    { M ("Gradient boosting", "梯度提升树"), M ("suggested", "建议采用"), 1, TRUE, 0.741, 0.722,
      0.759 },
    { M ("Random forest", "随机森林"), M ("below by 0.007", "低 0.007"), 1, FALSE, 0.734, 0.716,
      0.753 },
    { M ("Logistic regression", "逻辑回归"), M ("below by 0.018", "低 0.018"), 1, FALSE, 0.723,
      0.705, 0.742 },
  };

  return tn_chart_forest (
      M ("Boosting is best at putting customers in order", "梯度提升树的排序能力最好"),
      M ("Shaded: the interval of the best. Overlap does not mean a tie; pairs are compared on the "
         "same customers.",
         "浅色带为最好一种的区间。区间重叠不等于不分高下，比较在同一批用户上成对进行。"),
      M ("AUC, 95% interval", "AUC（95% 区间）"), TN_UNIT_NUMBER, NULL, 3, G_N_ELEMENTS (items),
      items, 2);
}

static TnEstimate
group (TnMessage *name, double value, double half)
{
  return (TnEstimate){ name, NULL, 1, FALSE, value, value - half, value + half };
}

static TnChart *
sample_shares (gboolean chinese)
{
  const TnEstimate recency[] = {
    group (M ("<15", "<15"), 0.23, 0.03),   group (M ("15+", "15+"), 0.26, 0.04),
    group (M ("30+", "30+"), 0.32, 0.035),  group (M ("60+", "60+"), 0.44, 0.05),
    group (M ("90+", "90+"), 0.44, 0.045),  group (M ("120+", "120+"), 0.64, 0.06),
    group (M ("150+", "150+"), 0.60, 0.06),
  };
  const TnEstimate orders[] = {
    group (M ("1", "1"), 0.55, 0.02),      group (M ("2", "2"), 0.37, 0.03),
    group (M ("3", "3"), 0.27, 0.045),     group (M ("4", "4"), 0.19, 0.05),
    group (M ("5–6", "5–6"), 0.08, 0.035), group (M ("7+", "7+"), 0.04, 0.02),
  };
  const TnEstimate products[] = {
    group (M ("1–9", "1–9"), 0.60, 0.03),        group (M ("10–19", "10–19"), 0.47, 0.04),
    group (M ("20–39", "20–39"), 0.42, 0.03),    group (M ("40–79", "40–79"), 0.25, 0.03),
    group (M ("80–119", "80–119"), 0.15, 0.045), group (M ("120+", "120+"), 0.09, 0.04),
  };
  const TnGrouping groupings[] = {
    { M ("Days since the last order", "距上次下单的天数"), G_N_ELEMENTS (recency), recency },
    { M ("Orders in the last 180 days", "近 180 天订单数"), G_N_ELEMENTS (orders), orders },
    { M ("Different products in 180 days", "近 180 天商品种类"), G_N_ELEMENTS (products),
      products },
  };

  return tn_chart_shares (
      M ("Customers with seven or more orders left in 4% of cases, those with one in 55%",
         "下单七次以上的用户流失 4%，只下单一次的流失 55%"),
      M ("Each dot is a group of customers with its 95% interval.",
         "每个点是一组用户及其 95% 区间。"),
      M ("share that left", "流失占比"), 3, groupings, 0.385);
}

static TnChart *
sample_learning (gboolean chinese)
{
  double round[200], train[200], validation[200];

  for (int i = 0; i < 200; i++)
    {
      round[i] = i + 1;
      train[i] = 0.69 * exp (-i / 260.0) - 0.12 * (1 - exp (-i / 25.0)) + 0.002 * sin (i * 1.7);
      validation[i] = 0.60 + 0.09 * exp (-i / 20.0) + 0.00000085 * pow (MAX (0, i - 60), 2) +
                      0.0012 * sin (i * 1.3);
    }

  return tn_chart_learning (
      M ("After round 72 the model only learns by heart", "第 72 轮之后模型只是在死记"),
      M ("Log loss; lower is better", "对数损失，越低越好"), M ("log loss", "对数损失"), 200, round,
      train, validation, 71);
}

static TnChart *
sample_profit (gboolean chinese)
{
  double x[47], y[47], low[47], high[47], rule[47], lot[47];
  TnTrace curves[3];

  for (int i = 0; i < 47; i++)
    {
      double t = i / 46.0;

      x[i] = i * 50;
      y[i] = 5900 * pow (sin (G_PI / 2 * pow (t, 0.62)), 1.1) - 700 * pow (t, 4);
      low[i] = 1800 * sin (G_PI * pow (t, 0.6)) + 500 * t;
      high[i] = y[i] * 1.75;
      rule[i] = y[i] * (0.78 + 0.2 * t);
      lot[i] = 5100 * t;
    }
  curves[0] = (TnTrace){ M ("10 of 100 won back", "每百位挽回 10 位"), 1, 47, x, y, low, high };
  curves[1] = (TnTrace){ M ("recency rule", "最近购买规则"), 0, 47, x, rule, NULL, NULL };
  curves[2] = (TnTrace){ M ("by lot", "随机抽取"), 5, 47, x, lot, NULL, NULL };

  return tn_chart_profit (
      M ("The curve flattens after about 1,800 customers", "约 1,800 位之后曲线变平"),
      M ("Gain over 90 days if 10 of 100 leavers are won back; the band shows 5 to 15",
         "每 100 位流失用户挽回 10 位时的 90 天收益；浅色带对应 5 至 15 位"),
      "GBP", 3, curves, 600);
}

static gint64
day (int year, int month, int date)
{
  g_autoptr (GDateTime) time = g_date_time_new_utc (year, month, date, 0, 0, 0);

  return g_date_time_to_unix (time) * G_USEC_PER_SEC;
}

static TnChart *
sample_timeline (gboolean chinese)
{
  static const double orders[13] = { 1559, 983,  940,  1300, 1150, 1555, 1393,
                                     1331, 1280, 1755, 1930, 2642, 778 };
  gint64 months[13], cuts[5][7];
  TnRehearsal rows[5];
  TnTimeline data = { 0 };

  for (int i = 0; i < 13; i++)
    months[i] = day (2010 + (11 + i) / 12, (11 + i) % 12 + 1, 1);
  for (int i = 0; i < 5; i++)
    {
      static const double shares[5] = { 0.50, 0.47, 0.43, 0.38, NAN };
      static const double aucs[5] = { 0.759, 0.757, 0.748, 0.741, NAN };
      static const double rules[5] = { 0.655, 0.662, 0.660, 0.658, NAN };
      gint64 cut = i < 4 ? day (2011, 6 + i, 9) : day (2011, 12, 9);
      gsize n = i < 4 ? (gsize) i + 1 : 7;
      const char *const names[5] = { "Rehearsal 1", "Rehearsal 2", "Rehearsal 3", "Rehearsal 4",
                                     "The list" };
      const char *const chinese_names[5] = { "第 1 次回测", "第 2 次回测", "第 3 次回测",
                                             "第 4 次回测", "本次名单" };

      for (gsize k = 0; k < n; k++)
        cuts[i][k] = day (2011, 3 + (int) k, 9);
      rows[i] = (TnRehearsal){ .name = M (names[i], chinese_names[i]),
                               .history_from = months[0],
                               .cut = cut,
                               .outcome_to = cut + 90 * DAY,
                               .n_training = n,
                               .training_cuts = cuts[i],
                               .share = shares[i],
                               .low = aucs[i] - 0.019,
                               .value = aucs[i],
                               .high = aucs[i] + 0.018,
                               .rule_low = rules[i] - 0.02,
                               .rule_value = rules[i],
                               .rule_high = rules[i] + 0.021 };
    }
  data = (TnTimeline){ .n = 5,
                       .rehearsals = rows,
                       .n_months = 13,
                       .month_starts = months,
                       .orders = orders,
                       .data_end = day (2011, 12, 9),
                       .measure = M ("AUC, 95% interval", "AUC（95% 区间）"),
                       .rule_name = M ("recency rule", "最近购买规则"),
                       .model_name = M ("boosting", "梯度提升树") };

  return tn_chart_timeline (
      M ("Ordering stays good in all four rehearsals", "四次回测的排序能力都不错"),
      M ("Four times the calendar was set back to a cut date. The model saw only what was known "
         "then.",
         "我们四次把日历拨回到某个截止日，模型只能看到当时已知的数据。"),
      &data);
}

static TnChart *
sample_parts (gboolean chinese)
{
  const TnPart parts[] = { { M ("One order", "下单 1 次"), 1468, 0.55 },
                           { M ("2 or 3 orders", "下单 2 至 3 次"), 1182, 0.32 },
                           { M ("4 or more", "下单 4 次及以上"), 822, 0.09 } };

  return tn_chart_parts (M ("About 1,260 of 3,472 active customers will probably not order again",
                            "3,472 位活跃用户中，约 1,260 位很可能不再下单"),
                         M ("Width: active customers by their orders in the last 180 days. Filled: "
                            "share expected to leave.",
                            "宽度：近 180 天各下单次数的活跃用户数。填色：预计流失的比例。"),
                         3, parts, 1260, 920, 1630);
}

static TnChart *
sample_chances (gboolean chinese)
{
  double values[50];

  for (int i = 0; i < 50; i++)
    {
      double p = (i + 0.5) / 50;

      values[i] = 2700 + 1150 * (pow (p, 0.135) - pow (1 - p, 0.135)) / 0.1975;
    }

  return tn_chart_chances (
      M ("The offer is expected to earn about £2,700", "这次优惠预计赚约 £2,700"),
      M ("Gain over 90 days from 600 offers", "600 份优惠在 90 天内的收益"), "GBP", 50, values, 530,
      2680, 5300);
}

static TnChart *
sample_interval (gboolean chinese)
{
  return tn_chart_interval (0.722, 0.741, 0.759, 0.62, 0.78, 1, 0.722, 0.759);
}

static TnChart *
sample_scatter (gboolean chinese)
{
  static double x[40000], y[40000];
  guint32 state = 7;

  for (int i = 0; i < 40000; i++)
    {
      double sum = 0;

      for (int k = 0; k < 12; k++)
        {
          state = state * 1664525u + 1013904223u;
          sum += (state >> 8) / 16777216.0 - 0.5;
          if (k == 5)
            x[i] = sum;
        }
      y[i] = sum + 0.6 * x[i];
    }

  return tn_chart_scatter (
      M ("Forty thousand customers are a cloud, not dots", "四万位用户画成密度，不画成点"), NULL,
      M ("first part", "第一部分"), M ("second part", "第二部分"), 1, 40000, x, y);
}

static TnChart *
sample_empty (gboolean chinese)
{
  double x[3] = { NAN, NAN, NAN };
  TnTrace curve = { M ("boosting", "梯度提升树"), 1, 3, x, x, NULL, NULL };

  return tn_chart_roc (M ("Telling leavers from stayers", "能否分清流失与留存"), NULL, 1, &curve);
}

const PlotSample plot_samples[] = {
  { "roc", 420, 360, sample_roc },
  { "precision", 420, 340, sample_precision },
  { "lift", 420, 340, sample_lift },
  { "gains", 420, 360, sample_gains },
  { "calibration", 420, 420, sample_calibration },
  { "histogram", 480, 300, sample_histogram },
  { "bars", 680, 0, sample_bars },
  { "forest", 560, 0, sample_forest },
  { "shares", 760, 300, sample_shares },
  { "learning", 480, 320, sample_learning },
  { "profit", 480, 340, sample_profit },
  { "timeline", 760, 0, sample_timeline },
  { "parts", 760, 0, sample_parts },
  { "chances", 520, 0, sample_chances },
  { "interval", 96, 18, sample_interval },
  { "scatter", 420, 340, sample_scatter },
  { "empty", 420, 260, sample_empty },
};
const guint n_plot_samples = G_N_ELEMENTS (plot_samples);
