/* test-palette-search.c: what people type, and the step they mean
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-language.h"
#include "tn-nodes.h"
#include "tn-palette-search.h"
#include "tn-pinyin.h"

/* Written down before the search was: the step that is to be first, or among the first @within. */
static const struct
{
  const char *typed;
  const char *step;
  guint within;
} golden[] = {
  { "Clean", "clean", 1 },
  { "cle", "clean", 1 },
  { "boosting", "boosting", 1 },
  { "xgboost", "boosting", 1 },
  { "XGBoost", "boosting", 1 },
  { "gradient", "boosting", 1 },
  { "bosting", "boosting", 1 },
  { "grdaient", "boosting", 1 },
  { "logistic", "logistic", 1 },
  { "logistc", "logistic", 1 },
  { "linear model", "logistic", 1 },
  { "missing", "impute", 1 },
  { "imputation", "impute", 1 },
  { "fill blanks", "impute", 1 },
  { "remove duplicates", "clean", 1 },
  { "I want to get rid of returns", "clean", 2 },
  { "cancelled orders", "clean", 2 },
  { "vlookup", "join_events", 2 },
  { "merge two tables", "join", 2 },
  { "one-hot", "encode", 1 },
  { "cross-validation", "split", 1 },
  { "train and test", "split", 2 },
  { "who to contact", "list", 1 },
  { "lifetime value", "value", 1 },
  { "clv", "value", 1 },
  { "pdf", "report", 1 },
  { "show the boss", "report", 1 },
  { "baseline", "base_rate", 2 },
  { "days since last order", "asof_features", 2 },
  { "rfm", "asof_features", 1 },
  { "churn", "define_churn", 1 },
  { "what counts as leaving", "define_churn", 1 },
  { "which model is best", "evaluate", 1 },
  { "normalise", "scale", 1 },
  { "excel", "dataset", 1 },
  { "drop columns", "choose_columns", 2 },
  { "only some orders", "filter_events", 2 },
  { "清洗", "clean", 1 },
  { "去重", "clean", 1 },
  { "退货", "clean", 1 },
  { "缺失值", "impute", 1 },
  { "填补缺失", "impute", 1 },
  { "机器学习", "boosting", 1 },
  { "逻辑回归", "logistic", 1 },
  { "流失", "define_churn", 2 },
  { "怎样才算流失", "define_churn", 2 },
  { "预测谁会流失", "boosting", 2 },
  { "联系哪些用户", "list", 3 },
  { "名单", "list", 1 },
  { "给老板看的报告", "report", 1 },
  { "交叉验证", "split", 1 },
  { "用户价值", "value", 2 },
  { "标准化", "scale", 1 },
  { "独热", "encode", 1 },
  { "两张表合并", "join", 2 },
  { "基线", "base_rate", 2 },
  { "哪个模型最好", "evaluate", 1 },
};

static char *
list_found (GPtrArray *found)
{
  GString *ids = g_string_new (NULL);

  for (guint i = 0; i < found->len; i++)
    g_string_append_printf (ids, " %s", ((const TnNodeSpec *) g_ptr_array_index (found, i))->id);

  return g_string_free (ids, FALSE);
}

static void
test_golden (void)
{
  guint n_wrong = 0;

  for (guint i = 0; i < G_N_ELEMENTS (golden); i++)
    {
      g_autoptr (GPtrArray) found = tn_palette_search (golden[i].typed);
      g_autofree char *ids = list_found (found);
      gboolean is_there = FALSE;

      for (guint k = 0; k < MIN (found->len, golden[i].within); k++)
        is_there |=
            g_str_equal (((const TnNodeSpec *) g_ptr_array_index (found, k))->id, golden[i].step);
      if (!is_there)
        g_test_message ("“%s” is to give %s, and gave%s", golden[i].typed, golden[i].step, ids);
      n_wrong += !is_there;
    }
  g_assert_cmpuint (n_wrong, ==, 0);
}

static void
test_nothing (void)
{
  static const char *const odd[] = { "qqqqqq", "zzz yyy", "天气预报", "\xf0\x9f\x98\x80",
                                     "[a-z]+" };
  g_autoptr (GPtrArray) all = tn_palette_search ("");
  g_autoptr (GPtrArray) blank = tn_palette_search ("  ");
  g_autofree char *many = g_strnfill (100000, 'x');
  g_autoptr (GPtrArray) none = tn_palette_search (many);
  guint n = 0;

  while (tn_node_registry_list ()[n] != NULL)
    n++;
  g_assert_cmpuint (all->len, ==, n);
  g_assert_cmpuint (blank->len, ==, n);
  g_assert_cmpuint (none->len, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      g_autoptr (GPtrArray) found = tn_palette_search (odd[i]);

      g_assert_cmpuint (found->len, ==, 0);
    }
}

/* A title begun in either language finds its step first, or beside one that begins like it. */
static void
test_titles (void)
{
  const TnLanguage *zh = tn_language_get ("zh_CN");

  for (const TnNodeSpec *const *at = tn_node_registry_list (); *at != NULL; at++)
    {
      const char *titles[] = { (*at)->title, tn_language_lookup (zh, (*at)->title) };

      g_assert_nonnull ((*at)->words);
      g_assert_cmpstr (tn_language_lookup (zh, (*at)->words), !=, (*at)->words);
      for (guint i = 0; i < G_N_ELEMENTS (titles); i++)
        {
          g_autoptr (GPtrArray) found = tn_palette_search (titles[i]);

          g_assert_cmpuint (found->len, >, 0);
          g_assert_true (g_ptr_array_index (found, 0) == *at);
        }
    }
}

static void
test_pinyin (void)
{
  g_autofree char *initials = tn_pinyin_initials ("流失 A 用户");
  g_autofree char *typed = NULL;
  const TnNodeSpec *clean = tn_node_registry_find ("clean");

  if (*initials == '\0')
    {
      g_test_skip ("ICU has no rules for Chinese here");
      return;
    }
  g_assert_cmpstr (initials, ==, "lsyh");
  typed = tn_pinyin_initials (tn_language_lookup (tn_language_get ("zh_CN"), clean->title));
  g_assert_cmpuint (strlen (typed), >=, 2);
  g_assert_cmpuint (tn_palette_rank (clean, typed), >, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  tn_nodes_init ();

  g_test_add_func ("/palette-search/what-people-type-finds-what-they-mean", test_golden);
  g_test_add_func ("/palette-search/finds-nothing-for-nonsense", test_nothing);
  g_test_add_func ("/palette-search/a-title-finds-its-step", test_titles);
  g_test_add_func ("/palette-search/letters-of-pinyin-find-a-title", test_pinyin);

  return g_test_run ();
}
