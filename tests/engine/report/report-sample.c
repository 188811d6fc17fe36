/* report-sample.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "report-sample.h"

#include <math.h>

#include "tn-chart-kinds.h"

/* The figures are those of a study of the public Online Retail data (Chen, Sain and
 * Guo 2012, UCI 352). */

typedef struct
{
  TnDocumentBuilder *doc;
  gboolean chinese;
} Sample;

static TnMessage *
msg (const Sample *self, const char *en, const char *zh)
{
  return tn_message_new_literal (self->chinese ? zh : en);
}

static TnText *
txt (const Sample *self, const char *en, const char *zh)
{
  return tn_text_new (msg (self, en, zh));
}

static TnText *
same (const char *text)
{
  return tn_text_new (tn_message_new_literal (text));
}

static void
define_notes (const Sample *self)
{
  static const struct
  {
    const char *id, *term, *text, *term_zh, *text_zh;
  } notes[] = {
    { "interval", "95% interval",
      "The range that would contain the true value in about 95 of 100 such analyses.", "95% 区间",
      "同样的分析做 100 次，约有 95 次的区间会包含真实值。" },
    { "leave", "Active, leave",
      "Active: an order in the last 180 days. Leave: no order in the 90 days from the cut date on.",
      "活跃、流失", "活跃：近 180 天下过单。流失：从截止日起 90 天内不下单。" },
    { "gain", "Value at stake", "Chance of leaving × margin × usual order, summed over customers.",
      "面临损失的毛利", "流失概率 × 毛利率 × 常规客单价，按用户加总。" },
    { "heldout", "Held-out group",
      "Customers picked by lot who get no offer, so that its effect can be measured.", "空白组",
      "随机抽出、不做触达的用户，用来衡量优惠的真实效果。" },
    { "cut", "Cut date",
      "The day to which the calendar is set back. The model sees what came before, and is judged "
      "by what came after.",
      "截止日", "把日历拨回到的那一天。模型只看之前的数据，用之后的结果来检验。" },
    { "baseline", "Baseline",
      "A simple rule without a model. A model must beat it to be worth using.", "基线",
      "不用模型的简单规则。模型要胜过它才值得用。" },
    { "rfm", "RFM points",
      "One to five points each for how recently, how often and for how much a customer bought, "
      "added up.",
      "RFM 打分", "按最近一次购买、购买频次、消费金额各打 1 至 5 分后相加。" },
    { "auc", "AUC",
      "The chance that a random leaver is ranked above a random stayer. 0.5 is guessing, 1 is "
      "perfect.",
      "AUC", "随机取一位流失者和一位留存者，流失者排在前面的概率。0.5 相当于随机猜测，1 为完美。" },
    { "lift", "Lift",
      "How many times as many leavers a group contains as a group of the same size drawn by lot.",
      "提升度", "一组用户里的流失者，是同样大小的随机一组的几倍。" },
    { "logloss", "Log loss",
      "A penalty for chances that turn out wrong, harsher for confident mistakes. Lower is better.",
      "对数损失", "对概率报错的惩罚，越自信错得越重。越低越好。" },
    { "calibration", "Calibration", "Whether of the customers given 30%, about 30% really leave.",
      "校准", "被判为 30% 的那些人里，是否真有约 30% 流失。" },
    { "usual", "Usual order", "What one order of this customer is typically worth, less returns.",
      "常规客单价", "该用户一单通常值多少，已扣退货。" },
    { "bootstrap", "Drawing again (bootstrap)",
      "Repeating the test on customers drawn at random from those tested, to see how much the "
      "result wobbles.",
      "重抽样（自助法）", "从被检验的用户中随机重抽多次，看结果会晃动多大。" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    tn_document_builder_define_note (self->doc, notes[i].id,
                                     msg (self, notes[i].term, notes[i].term_zh),
                                     msg (self, notes[i].text, notes[i].text_zh));
}

static TnText *
strong_then (const Sample *self,
             const char *en,
             const char *zh,
             const char *more,
             const char *more_zh)
{
  return tn_text_add (tn_text_new_styled (msg (self, en, zh), TN_TEXT_STRONG),
                      msg (self, more, more_zh), TN_TEXT_PLAIN);
}

static TnChart *
parts_chart (const Sample *self)
{
  TnPart parts[] = {
    { msg (self, "One order", "1 单"), 1468, 0.55 },
    { msg (self, "2 or 3 orders", "2–3 单"), 1182, 0.32 },
    { msg (self, "4 or more", "4 单及以上"), 822, 0.09 },
  };

  return tn_chart_parts (
      NULL,
      msg (self,
           "Width: active customers by their orders in the last 180 days. Filled: share expected "
           "to leave.",
           "宽度：活跃用户数，按近 180 天下单次数分组；填色：预计流失的占比。"),
      G_N_ELEMENTS (parts), parts, 1260, 920, 1630);
}

static TnChart *
chances_chart (void)
{
  double values[50];

  for (int i = 0; i < 50; i++)
    {
      double p = (i + 0.5) / 50;

      values[i] = 2700 + 1250 * (log (p) - log (1 - p)) / 1.7;
    }
  return tn_chart_chances (NULL, NULL, "GBP", 50, values, 530, 2700, 5300);
}

static void
add_actions (const Sample *self)
{
  TnDocumentBuilder *doc = self->doc;

  tn_document_builder_heading (doc, 2, txt (self, "Three things to do", "三项行动"), NULL);
  tn_document_builder_begin_actions (doc);
  tn_document_builder_item (
      doc,
      txt (self, "Send a £5 voucher to 450 customers this week.",
           "本周给 450 位用户发 £5 优惠券。"),
      tn_text_new (tn_text_fill_reference (
          tn_message_new (self->chinese ? "名单取预期收益最高的 600 位，再扣除空白组。前 12 "
                                          "位见{list}；完整名单见导出文件。"
                                        : "They are the 600 with the most to gain, less those held "
                                          "out. {list} shows the first 12; the full list is in the "
                                          "export."),
          "list", "list")));
  tn_document_builder_item (
      doc,
      txt (self, "Leave the other 150 alone, chosen by lot.", "其余 150 位随机抽出，不做触达。"),
      tn_text_new (tn_text_fill_note (
          tn_message_new (
              self->chinese ? "只有靠这个空白组{note}，三月才能看清优惠券的真实效果。一轮只能看出 "
                              "13 个百分点以上的差别，更小的效果要多做几轮。"
                            : "Only this held-out group{note} can show in March what the voucher "
                              "really did. One round reliably detects an effect of 13 points or "
                              "more; smaller effects need more rounds."),
          "note", "heldout")));
  tn_document_builder_item (
      doc,
      txt (self, "Give one-time buyers a reason for a second order.",
           "给只买过一次的人一个再下单的理由。"),
      txt (self,
           "With one order in 180 days 55% leave, with four or more 9%. Test a thank-you note on "
           "half of them.",
           "180 天内只下 1 单的流失 55%，4 单及以上的只流失 9%。可先对其中一半发感谢信做测试。"));
  tn_document_builder_end_block (doc);
}

static void
add_warnings (const Sample *self)
{
  static const struct
  {
    const char *title, *text, *title_zh, *text_zh;
  } items[] = {
    { "The season.",
      "No rehearsal covers the weeks after Christmas. More customers than usual may pause.",
      "季节。", "没有一次回测覆盖圣诞节后的几周，歇一阵不买的人可能比平时多。" },
    { "The level.",
      "In the autumn rehearsal we expected 45% to leave and 38% did. The order of the list held; "
      "the interval allows for such a miss, not for a larger one.",
      "整体水平。",
      "秋季回测预计流失 45%，实际 38%。排序依然可靠；区间已留出这么大的偏差，再大就不在其中。" },
    { "The offer.",
      "Its success is assumed, not measured. The held-out group replaces the assumption.",
      "优惠效果。", "挽回比例是假设，不是实测。有了空白组的结果，就能换成实测值。" },
    { "Who is missing.",
      "25% of the rows carry no customer number. Those buyers are not in this report.", "缺了谁。",
      "25% 的行没有用户编号，这些买家不在本报告之内。" },
  };

  tn_document_builder_begin_panel (self->doc, TN_DOCUMENT_PANEL_WASH);
  tn_document_builder_heading (self->doc, 2, txt (self, "What could be wrong", "哪里可能不准"),
                               NULL);
  tn_document_builder_begin_warnings (self->doc);
  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    tn_document_builder_item (self->doc, txt (self, items[i].title, items[i].title_zh),
                              txt (self, items[i].text, items[i].text_zh));
  tn_document_builder_end_block (self->doc);
  tn_document_builder_end_block (self->doc);
}

static void
add_first_page (const Sample *self)
{
  TnDocumentBuilder *doc = self->doc;
  TnMessage *lead = tn_message_new (
      self->chinese
          ? "实际人数落在 920 至 1,630 之间都属正常{interval}。“活跃”指近 180 天下过单；“流失”指从 "
            "2011年12月9日起 90 天内不下单{leave}。流失的人里，近三分之二在这 180 天里只下过 1 单。"
          : "Between 920 and 1,630 would not surprise us{interval}. “Active” means: ordered in the "
            "last 180 days. “Leave” means: no order in the 90 days from 9 December 2011{leave}. "
            "Nearly two thirds of the leavers ordered only once in those 180 days.");

  tn_document_builder_kicker (doc, txt (self, "Who will leave?", "谁会流失？"));
  tn_document_builder_cover (
      doc, txt (self,
                "About 1,260 of the shop’s 3,472 active customers, a little over one in three, "
                "will probably not order again by 7 March 2012.",
                "店里 3,472 位活跃用户中，约有 1,260 位（三分之一略多）到 "
                "2012年3月7日很可能不会再下单。"));
  tn_text_fill_note (lead, "interval", "interval");
  tn_text_fill_note (lead, "leave", "leave");
  tn_document_builder_lead (doc, tn_text_new (lead));
  tn_document_builder_chart (doc, parts_chart (self), NULL, "parts");
  tn_document_builder_rule (doc);
  tn_document_builder_begin_columns (doc, 0.37);
  tn_document_builder_big_number (
      doc, tn_text_note (txt (self, "Margin at stake in 90 days", "90 天内面临损失的毛利"), "gain"),
      same ("£126,600"),
      strong_then (self, "95% interval £92,000 to £164,000,", "95% 区间 £92,000 至 £164,000，",
                   "over 90 days, were all of them to leave as expected.",
                   "按 90 天计，即预计流失的用户全部流失时的毛利。"));
  tn_document_builder_small (
      doc, txt (self,
                "Contacting pays as soon as 2 in 100 of the leavers we write to come back. This "
                "shop has never measured how many do. Margin 35%, voucher £5, letter £0.30.",
                "收到信的流失用户每 100 位只要挽回 2 位就能回本。本店从未测过实际挽回多少。毛利率 "
                "35%，优惠券 £5，信件 £0.30。"));
  tn_document_builder_next_column (doc);
  tn_document_builder_chart (doc, chances_chart (), NULL, NULL);
  tn_document_builder_end_block (doc);
  tn_document_builder_rule (doc);
  tn_document_builder_begin_columns (doc, 0.5);
  add_actions (self);
  tn_document_builder_next_column (doc);
  add_warnings (self);
  tn_document_builder_end_block (doc);
  tn_document_builder_page_break (doc);
}

static TnChart *
timeline_chart (const Sample *self)
{
  const gint64 day = G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC;
  const gint64 start = 14944 * day; /* 1 December 2010 */
  static const int cuts[] = { 190, 220, 251, 282, 373 };
  static const double shares[] = { 0.50, 0.47, 0.43, 0.38, NAN };
  static const double aucs[] = { 0.759, 0.758, 0.747, 0.741, NAN };
  static const double rules[] = { 0.655, 0.663, 0.660, 0.658, NAN };
  static const char *const names[] = { "Rehearsal 1", "Rehearsal 2", "Rehearsal 3", "Rehearsal 4",
                                       "The list" };
  static const char *const names_zh[] = { "回测 1", "回测 2", "回测 3", "回测 4", "名单" };
  static const double orders[] = { 1400, 983,  990,  1320, 1150, 1550, 1390,
                                   1330, 1280, 1750, 1930, 2642, 780 };
  static const int months[] = { 0, 31, 62, 90, 121, 151, 182, 212, 243, 274, 304, 335, 365 };
  gint64 training[] = { start + 98 * day,  start + 129 * day, start + 159 * day, start + 190 * day,
                        start + 220 * day, start + 251 * day, start + 282 * day };
  static const int n_training[] = { 1, 2, 3, 4, 7 };
  gint64 month_starts[13];
  TnRehearsal rehearsals[5];
  TnTimeline timeline;

  for (int i = 0; i < 13; i++)
    month_starts[i] = start + months[i] * day;
  for (int i = 0; i < 5; i++)
    rehearsals[i] = (TnRehearsal){
      .name = msg (self, names[i], names_zh[i]),
      .history_from = start,
      .cut = start + cuts[i] * day,
      .outcome_to = start + (cuts[i] + 90) * day,
      .n_training = n_training[i],
      .training_cuts = training,
      .share = shares[i],
      .low = aucs[i] - 0.019,
      .value = aucs[i],
      .high = aucs[i] + 0.018,
      .rule_low = rules[i] - 0.02,
      .rule_value = rules[i],
      .rule_high = rules[i] + 0.021,
    };
  timeline = (TnTimeline){ .n = 5,
                           .rehearsals = rehearsals,
                           .n_months = 13,
                           .month_starts = month_starts,
                           .orders = orders,
                           .data_end = start + 373 * day,
                           .measure = msg (self, "AUC, 95% interval", "AUC，95% 区间"),
                           .rule_name = msg (self, "recency", "最近购买"),
                           .model_name = msg (self, "boosting", "梯度提升树") };
  return tn_chart_timeline (NULL, NULL, &timeline);
}

static TnGrid *
methods_grid (const Sample *self)
{
  static const struct
  {
    const char *rank, *en, *zh;
    double auc, low, high;
    const char *figures[12];
    const char *training, *by, *by_zh;
    int style;
  } rows[] = {
    { "5",
      "Recency rule",
      "最近购买规则",
      0.658,
      0.638,
      0.680,
      { "0.658", "0.638–0.680", "1.57", "1.44–1.73", "0.662", "0.651–0.673", "350", "326–376",
        "£2,810", "£2,330–£3,270" },
      "–",
      "one date",
      "一个日期",
      TN_GRID_ROW_BASE },
    { "3 =",
      "RFM points",
      "RFM 打分",
      0.721,
      0.702,
      0.740,
      { "0.721", "0.702–0.740", "1.74", "1.59–1.88", "0.606", "0.591–0.620", "361", "336–383",
        "£3,160", "£2,720–£3,620" },
      "–",
      "15 points",
      "15 分",
      TN_GRID_ROW_BASE },
    { "1",
      "Gradient boosting",
      "梯度提升树",
      0.741,
      0.722,
      0.759,
      { "0.741", "0.722–0.759", "1.67", "1.54–1.82", "0.583", "0.568–0.598", "380", "357–404",
        "£3,260", "£2,850–£3,710" },
      "<0.1 s",
      "SHAP",
      "SHAP",
      TN_GRID_ROW_PLAIN },
    { "2",
      "Random forest",
      "随机森林",
      0.734,
      0.716,
      0.753,
      { "0.734", "0.716–0.753", "1.69", "1.53–1.82", "0.590", "0.574–0.605", "384", "359–406",
        "£3,290", "£2,820–£3,680" },
      "2.4 s",
      "SHAP",
      "SHAP",
      TN_GRID_ROW_PLAIN },
    { "3 =",
      "Logistic regression",
      "逻辑回归",
      0.723,
      0.705,
      0.742,
      { "0.723", "0.705–0.742", "1.59", "1.43–1.71", "0.603", "0.587–0.620", "347", "323–371",
        "£3,150", "£2,720–£3,580" },
      "<0.1 s",
      "weights",
      "权重",
      TN_GRID_ROW_PLAIN },
  };
  TnGrid *grid = tn_grid_new (NULL);

  tn_grid_add_column (grid, txt (self, "Rank", "名次"), TN_GRID_END);
  tn_grid_add_column (grid, txt (self, "Method", "方法"), TN_GRID_START);
  tn_grid_add_column (grid, tn_text_note (same ("AUC"), "auc"), TN_GRID_START);
  tn_grid_add_column (grid, NULL, TN_GRID_END);
  tn_grid_add_column (grid, tn_text_note (txt (self, "Lift, top tenth", "前 10% 提升度"), "lift"),
                      TN_GRID_END);
  tn_grid_add_column (grid, tn_text_note (txt (self, "Log loss", "对数损失"), "logloss"),
                      TN_GRID_END);
  tn_grid_add_column (grid, txt (self, "Leavers in the top 600", "前 600 位中的流失者"),
                      TN_GRID_END);
  tn_grid_add_column (grid, txt (self, "Margin reached", "触及的毛利"), TN_GRID_END);
  tn_grid_add_column (grid, txt (self, "Training", "训练用时"), TN_GRID_END);
  tn_grid_add_column (grid, txt (self, "Explained by", "解释方式"), TN_GRID_START);
  tn_grid_add_group (grid, txt (self, "Statistics", "统计"), 2, 4);
  tn_grid_add_group (grid, txt (self, "Business", "业务"), 6, 2);
  tn_grid_add_group (grid, txt (self, "Practical", "实用"), 8, 2);
  tn_grid_set_scale (grid, 2, 0.62, 0.78);
  tn_grid_set_row_header (grid, 1);
  tn_grid_set_dense (grid, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      gboolean base = rows[i].style == TN_GRID_ROW_BASE;
      gboolean best = i == 2;
      TnText *name = tn_text_new_styled (msg (self, rows[i].en, rows[i].zh),
                                         best ? TN_TEXT_STRONG : TN_TEXT_PLAIN);

      tn_grid_add_row (grid, rows[i].style);
      tn_grid_add_text (grid, same (rows[i].rank));
      if (base)
        tn_grid_add_lines (grid, name, txt (self, "no model", "不用模型"));
      else
        tn_grid_add_text (grid, name);
      tn_grid_add_bar (grid, TN_GRID_BAR_INTERVAL, best ? TN_GRID_TONE_BLUE : TN_GRID_TONE_GREY,
                       rows[i].auc, rows[i].low, rows[i].high, NULL, NULL);
      for (int j = 0; j < 10; j += 2)
        tn_grid_add_lines (grid, same (rows[i].figures[j]), same (rows[i].figures[j + 1]));
      tn_grid_add_text (grid, same (rows[i].training));
      tn_grid_add_text (grid, txt (self, rows[i].by, rows[i].by_zh));
    }
  tn_grid_tie (grid, 7, 1, 4);
  return grid;
}

static void
add_evidence_page (const Sample *self)
{
  TnDocumentBuilder *doc = self->doc;

  tn_document_builder_heading (
      doc, 1, txt (self, "How we know: four rehearsals on the past", "凭什么这么说：四次历史回测"),
      "rehearsals");
  tn_document_builder_lead (
      doc, tn_text_new (tn_text_fill_note (
               tn_message_new (
                   self->chinese
                       ? "四次把日历拨回到截止日{cut}。模型只看当时已知的数据，给用户排序，再与"
                         "后来的实际对照。截止日之后的行，模型从未见过。"
                       : "Four times the calendar was set back to a cut date{cut}. The model "
                         "saw only what was known then, ranked the customers, and was "
                         "compared with what they did next. It was never shown a row from "
                         "after the cut."),
               "cut", "cut")));
  tn_document_builder_chart (doc, timeline_chart (self), NULL, "timeline");
  tn_document_builder_paragraph (
      doc, txt (self,
                "Ordering stays good in all four rehearsals (AUC 0.741 to 0.759). The share that "
                "leaves falls from 50% to 38% as Christmas comes nearer, and no method can read "
                "that from the spring.",
                "四次回测的排序都不错（AUC 0.741 至 0.759）。流失比例随圣诞临近从 50% 降到 "
                "38%，任何方法都无法从春季的数据中看出这一点。"));
  tn_document_builder_rule (doc);
  tn_document_builder_heading (doc, 1, txt (self, "Which method to trust", "该信哪种方法"),
                               "methods");
  tn_document_builder_lead (
      doc,
      tn_text_new (tn_text_fill_note (
          tn_message_new (self->chinese
                              ? "第 4 次回测：用三月至六月的截止日训练，在 2011年9月9日活跃的 "
                                "2,775 位用户上检验，其中 1,068 位流失。不用模型的两条基线{base}排"
                                "在最前。每个数字下方是 95% 区间。"
                              : "Rehearsal 4: trained on the cuts from March to June, tested on "
                                "the 2,775 customers active on 9 September 2011, of whom 1,068 "
                                "left. The two baselines{base}, which need no model, come "
                                "first. 95% intervals below each number."),
          "base", "baseline")));
  tn_document_builder_grid (doc, methods_grid (self), "comparison");
  tn_document_builder_begin_columns (doc, 0.5);
  tn_document_builder_heading (doc, 2, txt (self, "For putting customers in order", "用来排序"),
                               NULL);
  tn_document_builder_paragraph (
      doc,
      tn_text_new (tn_text_fill_note (
          tn_message_new (self->chinese
                              ? "梯度提升树最好，AUC 比最近购买规则高 0.083（0.064–0.100），比逻"
                                "辑回归高 0.018（0.010–0.026）。随机森林低 0.007：测得出来，但小到"
                                "不必在意。逻辑回归与 RFM 打分{rfm}不分高下，相差 0.002（−0.007 至 "
                                "0.010）。"
                              : "Boosting is best. Its AUC is above the recency rule’s by 0.083 "
                                "(0.064–0.100) and above logistic regression’s by 0.018 "
                                "(0.010–0.026). Random forest is 0.007 behind: measurable, too "
                                "small to matter. Logistic regression and RFM points{rfm} "
                                "cannot be told apart: the difference is 0.002 (−0.007 to "
                                "0.010)."),
          "rfm", "rfm")));
  tn_document_builder_next_column (doc);
  tn_document_builder_heading (doc, 2, txt (self, "For the money", "用来算账"), NULL);
  tn_document_builder_paragraph (
      doc,
      txt (self,
           "The four methods along the blue line cannot be told apart: the best differs from RFM "
           "points by £129, interval −£149 to £313. Only the recency rule earns clearly less. A "
           "shop that wants no model can count RFM points; boosting adds a chance for each "
           "customer, and its reasons.",
           "蓝线旁的四种方法不分高下：最好的与 RFM 打分相差 £129，区间 −£149 至 "
           "£313。只有最近购买规则明显少赚。不想用模型的店可以数 RFM "
           "分；梯度提升树还能给出每位用户的概率和原因。"));
  tn_document_builder_end_block (doc);
  tn_document_builder_page_break (doc);
}

static TnChart *
roc_chart (const Sample *self)
{
  double x[51];
  double best[51];
  double low[51];
  double high[51];
  double rule[51];
  TnTrace curves[2];

  for (int i = 0; i <= 50; i++)
    {
      x[i] = i / 50.0;
      best[i] = pow (x[i], 0.38);
      low[i] = MAX (x[i], best[i] - 0.03 * (1 - x[i]));
      high[i] = MIN (1, best[i] + 0.03 * (1 - x[i]));
      rule[i] = pow (x[i], 0.53);
    }
  curves[0] = (TnTrace){
    msg (self, "gradient boosting 0.741", "梯度提升树 0.741"), 1, 51, x, best, low, high
  };
  curves[1] = (TnTrace){
    msg (self, "recency rule 0.658", "最近购买规则 0.658"), 0, 51, x, rule, NULL, NULL
  };
  return tn_chart_roc (NULL, NULL, 2, curves);
}

static TnChart *
calibration_chart (const Sample *self)
{
  static const double forecast[] = { 0.06, 0.17, 0.27, 0.37, 0.46, 0.54, 0.60, 0.65, 0.70, 0.75 };
  static const double happened[] = { 0.02, 0.13, 0.23, 0.32, 0.37, 0.43, 0.51, 0.55, 0.64, 0.64 };
  static const double low[] = { 0.01, 0.10, 0.18, 0.27, 0.32, 0.37, 0.45, 0.49, 0.58, 0.58 };
  static const double high[] = { 0.05, 0.18, 0.28, 0.38, 0.43, 0.48, 0.57, 0.61, 0.69, 0.70 };
  static const double counts[] = { 180, 260, 320, 310, 340, 360, 400, 390, 160, 55 };

  return tn_chart_calibration (NULL, NULL, 10, forecast, happened, low, high, 10, counts);
}

static void
add_quality_page (const Sample *self)
{
  TnDocumentBuilder *doc = self->doc;

  tn_document_builder_heading (
      doc, 1, txt (self, "How good the best method is", "最好的方法有多好"), "quality");
  tn_document_builder_lead (
      doc,
      txt (self,
           "Both pictures show rehearsal 4: 2,775 customers, whose orders after 9 September "
           "the model did not learn from. Shaded bands are 95% intervals.",
           "两幅图都来自第 4 次回测：2,775 位用户，模型没有学过他们 9月9日之后的订单。浅色带为 "
           "95% 区间。"));
  tn_document_builder_begin_columns (doc, 0.5);
  tn_document_builder_heading (
      doc, 2, txt (self, "Telling leavers from stayers", "能否分清流失与留存"), NULL);
  tn_document_builder_chart (
      doc, roc_chart (self),
      txt (self,
           "Take one leaver and one stayer at random: in 74 of 100 such pairs boosting gives the "
           "leaver the higher chance. The recency rule manages 66, guessing 50.",
           "随机取一位流失用户和一位留存用户，每 100 对中有 74 "
           "对，梯度提升树给流失者的概率更高。最近购买规则是 66 对，随机猜测是 50 对。"),
      "roc");
  tn_document_builder_next_column (doc);
  tn_document_builder_heading (
      doc, 2,
      tn_text_note (txt (self, "Can the chances be taken at their word?", "概率能否当真"),
                    "calibration"),
      NULL);
  tn_document_builder_chart (
      doc, calibration_chart (self),
      txt (self,
           "Not quite. All ten groups left less often than expected, by 7 points on average. Use "
           "the chances to compare customers, and the interval on page 1 for the total.",
           "不能完全当真。十组的实际流失率都低于预计，平均低 7 "
           "个百分点。这些概率适合在用户之间比较；总人数请看第 1 页的区间。"),
      "calibration");
  tn_document_builder_end_block (doc);
  tn_document_builder_page_break (doc);
}

static void
add_customer (const Sample *self, TnGrid *grid, int rank)
{
  static const struct
  {
    const char *id, *last, *last_zh, *usual, *en, *zh, *value;
    int chance, low, high;
  } customers[] = {
    { "12378", "2 Aug", "8月2日", "£1,000", "One order, 128 days ago", "1 单，128 天前", "£17.99",
      56, 42, 65 },
    { "12688", "18 Aug", "8月18日", "£1,000", "One order, 112 days ago; dear items, £4.12 each",
      "1 单，112 天前；买的东西偏贵，每件 £4.12", "£17.96", 56, 41, 64 },
    { "18251", "13 Sep", "9月13日", "£1,000", "One order, 86 days ago; only 16 different products",
      "1 单，86 天前；只有 16 种商品", "£16.03", 51, 40, 62 },
    { "17553", "2 Aug", "8月2日", "£670", "One order, 128 days ago; only 2 different products",
      "1 单，128 天前；只有 2 种商品", "£15.24", 71, 60, 76 },
    { "14459", "7 Jul", "7月7日", "£745", "One order, 154 days ago", "1 单，154 天前", "£14.67", 62,
      54, 72 },
    { "15372", "25 Jul", "7月25日", "£778", "One order, 136 days ago", "1 单，136 天前", "£14.46",
      59, 51, 69 },
    { "12980", "5 Jul", "7月5日", "£728",
      "Silent for 156 days, usually 25; only 4 different products",
      "沉默 156 天，平时间隔 25 天；只有 4 种商品", "£11.46", 52, 35, 68 },
  };
  const int i = rank % (int) G_N_ELEMENTS (customers);
  gboolean held = rank % 4 == 3;
  g_autofree char *chance = g_strdup_printf ("%d%%", customers[i].chance);
  g_autofree char *interval = g_strdup_printf ("%d–%d", customers[i].low, customers[i].high);
  g_autofree char *number = g_strdup_printf ("%d", rank + 1);

  tn_grid_add_row (grid, held ? TN_GRID_ROW_QUIET : TN_GRID_ROW_PLAIN);
  tn_grid_add_text (grid, same (number));
  tn_grid_add_text (grid,
                    tn_text_new_styled (tn_message_new_literal (customers[i].id), TN_TEXT_STRONG));
  tn_grid_add_bar (grid, TN_GRID_BAR_INTERVAL, TN_GRID_TONE_RUST, customers[i].chance / 100.0,
                   customers[i].low / 100.0, customers[i].high / 100.0, same (chance),
                   same (interval));
  tn_grid_add_text (grid, txt (self, customers[i].last, customers[i].last_zh));
  tn_grid_add_text (grid, same (customers[i].usual));
  tn_grid_add_text (grid, txt (self, customers[i].en, customers[i].zh));
  tn_grid_add_tag (
      grid, held ? txt (self, "held out by lot", "空白组") : txt (self, "£5 voucher", "£5 优惠券"),
      !held);
  tn_grid_add_text (grid, same (customers[i].value));
}

static void
add_list_page (const Sample *self)
{
  TnDocumentBuilder *doc = self->doc;
  TnGrid *grid = tn_grid_new (NULL);

  tn_document_builder_heading (doc, 1, txt (self, "Whom to write to first", "先写给谁"), "list");
  tn_document_builder_lead (
      doc,
      tn_text_new (tn_text_fill_note (
          tn_message_new (self->chinese
                              ? "截至 2011年12月9日，600 位中的前 30 位，按面临损失的毛利排序。"
                                "只看流失概率并不够，常规客单价{usual}同样重要。每四位中随机留出一"
                                "位。"
                              : "The first 30 of 600, as of 9 December 2011, by margin at stake. "
                                "A high chance of leaving alone does not lead the list: a "
                                "large usual order{usual} weighs as much. One of every four "
                                "neighbours is held out by lot."),
          "usual", "usual")));
  tn_grid_add_column (grid, NULL, TN_GRID_END);
  tn_grid_add_column (grid, txt (self, "Customer", "用户"), TN_GRID_START);
  tn_grid_add_column (grid, txt (self, "Chance of leaving", "流失概率"), TN_GRID_START);
  tn_grid_add_column (grid, txt (self, "Last order", "最近一单"), TN_GRID_START);
  tn_grid_add_column (grid, txt (self, "Usual order", "常规客单价"), TN_GRID_END);
  tn_grid_add_column (grid, txt (self, "Main reasons", "主要原因"), TN_GRID_START);
  tn_grid_add_column (grid, txt (self, "Offer", "优惠"), TN_GRID_START);
  tn_grid_add_column (grid, txt (self, "At stake", "面临损失"), TN_GRID_END);
  tn_grid_set_row_header (grid, 1);
  for (int i = 0; i < 30; i++)
    add_customer (self, grid, i);
  tn_grid_set_footer (
      grid, txt (self,
                 "The bar shows the 95% interval of the chance; the scale runs from 0 to 100%. It "
                 "covers the model’s own doubt, not the shift of the season. Reasons are the two "
                 "strongest that go with this customer’s chance.",
                 "短线是概率的 95% 区间，刻度从 0 到 "
                 "100%，只含模型自身的不确定，不含季节变化。原因是与该用户的概率最相关的两项。"));
  tn_document_builder_grid (doc, grid, "customers");
  tn_document_builder_page_break (doc);
}

static void
add_method_page (const Sample *self)
{
  static const struct
  {
    const char *title, *text, *title_zh, *text_zh;
  } steps[] = {
    { "Decide what “leave” means",
      "A gift shop has no contract to cancel, so leaving is defined by silence: no order in 90 "
      "days. Half of all repeat orders come within 28 days, 86% within 90, nine in ten within "
      "111. Some of the “leavers” will return later.",
      "界定“流失”",
      "礼品店没有合同可退，流失只能用沉默来界定：90 天内不下单。复购有一半在 28 天内发生，86% 在 "
      "90 "
      "天内，九成在 111 天内。一部分“流失”的人以后还会回来。" },
    { "Decide whom to ask about",
      "Customers with an order in the 180 days before the cut date: 2,775 on 9 September. Another "
      "585 had been silent for longer and count as gone already.",
      "界定问谁",
      "截止日前 180 天内下过单的用户：9月9日有 2,775 位。另有 585 "
      "位沉默更久，视为早已流失。" },
    { "Look back",
      "19 facts about each customer, all from before the cut date: when and how often they "
      "ordered, how regular they are, how much they spent, how many different products, what they "
      "returned, where they live.",
      "向前看",
      "每位用户 19 项事实，全部来自截止日之前：何时下单、多久一次、是否规律、花了多少、买过多"
      "少种商品、退过什么、住在哪里。" },
    { "Look forward",
      "Whether an order came in the 90 days from the cut date on. For training, only cut dates "
      "whose 90 days had ended before the test began.",
      "向后看", "截止日起 90 天内是否下单。训练只用 90 天已在检验之前结束的截止日。" },
    { "Learn",
      "Gradient boosting: a hundred small decision trees, each correcting those before it. Of 4 "
      "settings tried, the best in the June rehearsal was kept.",
      "学习",
      "梯度提升树：一百棵小决策树，每一棵修正前面的不足。试过 4 组设置，保留六月回测中最好的一组"
      "。" },
    { "Rehearse",
      "Four cut dates. Intervals come from drawing the tested customers again 2,000 times. Methods "
      "are compared on the same draws.",
      "回测", "四个截止日。区间来自对被检验用户重抽 2,000 次，各方法用同样的抽样比较。" },
  };
  static const struct
  {
    const char *name, *value, *name_zh, *value_zh;
    TnTextStyle style;
  } pairs[] = {
    { "Data", "online_retail.csv, 541,909 rows × 8 columns, 2010-12-01 08:26 to 2011-12-09 12:50",
      "数据", "online_retail.csv，541,909 行 × 8 列，2010-12-01 08:26 至 2011-12-09 12:50",
      TN_TEXT_PLAIN },
    { "Fingerprint", "c35975c40d0e1e105090fbb11188a409393055f873841bd012915475fc84e69f", "数据指纹",
      "c35975c40d0e1e105090fbb11188a409393055f873841bd012915475fc84e69f", TN_TEXT_CODE },
    { "Training cuts", "9 Mar, 9 Apr, 9 May, 9 Jun 2011", "训练截止日",
      "2011年3月9日、2011年4月9日、2011年5月9日、2011年6月9日", TN_TEXT_PLAIN },
    { "Test cut", "9 September 2011, outcome window until 7 December 2011", "检验截止日",
      "2011年9月9日，表现期到 2011年12月7日", TN_TEXT_PLAIN },
    { "Seeds", "main 20110909; refits 1 to 200; held-out draw 20110912", "随机种子",
      "主种子 20110909；重拟合 1 至 200；空白组抽签 20110912", TN_TEXT_PLAIN },
    { "Features",
      "recency_days, tenure_days, orders_30d, orders_90d, orders_180d, orders_per_month, "
      "mean_gap_days, overdue_ratio, spend_90d, spend_180d, mean_order_value, last_order_value",
      "特征",
      "recency_days, tenure_days, orders_30d, orders_90d, orders_180d, orders_per_month, "
      "mean_gap_days, overdue_ratio, spend_90d, spend_180d, mean_order_value, last_order_value",
      TN_TEXT_CODE },
  };
  TnDocumentBuilder *doc = self->doc;

  tn_document_builder_heading (
      doc, 1, txt (self, "How it was done, in plain words", "具体怎么做的"), "method");
  tn_document_builder_begin_steps (doc);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    tn_document_builder_item (doc, txt (self, steps[i].title, steps[i].title_zh),
                              txt (self, steps[i].text, steps[i].text_zh));
  tn_document_builder_end_block (doc);
  tn_document_builder_heading (doc, 1, txt (self, "To repeat this report", "如何复现本报告"),
                               "repeat");
  tn_document_builder_lead (doc,
                            txt (self, "The same data, settings and seeds give the same numbers.",
                                 "数据、设置和随机种子相同，数字就相同。"));
  tn_document_builder_begin_panel (doc, TN_DOCUMENT_PANEL_BOX);
  tn_document_builder_begin_pairs (doc);
  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    tn_document_builder_item (
        doc, txt (self, pairs[i].name, pairs[i].name_zh),
        tn_text_new_styled (msg (self, pairs[i].value, pairs[i].value_zh), pairs[i].style));
  tn_document_builder_end_block (doc);
  tn_document_builder_end_block (doc);
  tn_document_builder_heading (doc, 1, txt (self, "Words used", "术语注释"), "words");
  tn_document_builder_notes (doc);
}

TnDocument *
report_sample_new (gboolean chinese)
{
  Sample self = { .chinese = chinese };

  self.doc = tn_document_builder_new (msg (&self, "Who will leave?", "谁会流失？"));
  tn_document_builder_set_author (self.doc, tn_message_new_literal ("Tenure"));
  tn_document_builder_set_subject (
      self.doc, msg (&self, "About 1,260 of 3,472 active customers will probably leave.",
                     "3,472 位活跃用户中约有 1,260 位很可能流失。"));
  tn_document_builder_set_time (self.doc, G_GINT64_CONSTANT (1323648000000000));
  tn_document_builder_set_header (self.doc, msg (&self, "Who will leave?", "谁会流失？"),
                                  msg (&self, "Online gift shop · data until 8 December 2011",
                                       "在线礼品店 · 数据截至 2011年12月8日"));
  tn_document_builder_set_footer (
      self.doc,
      msg (&self,
           "Figures of a study of the public Online Retail data (Chen, Sain and Guo "
           "2012, UCI 352, CC BY 4.0).",
           "数字取自对公开数据集 Online Retail 的研究（Chen、Sain、Guo，2012；UCI 352；CC BY "
           "4.0）。"));
  tn_document_builder_set_notes (self.doc, TN_DOCUMENT_NOTES_END);
  define_notes (&self);
  add_first_page (&self);
  add_evidence_page (&self);
  add_quality_page (&self);
  add_list_page (&self);
  add_method_page (&self);
  return tn_document_builder_end (self.doc);
}
