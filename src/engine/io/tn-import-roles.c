/* tn-import-roles.c: guessing what each column means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "tn-hash.h"
#include "tn-import-detect-private.h"
#include "tn-import-names-private.h"

/* Fewer may have come once each by chance. */
#define LEAST_CUSTOMERS 20

#define NUMBER (1 << TN_COLUMN_NUMBER)
#define WORDS  (1 << TN_COLUMN_CATEGORY)
#define TIME   (1 << TN_COLUMN_TIME)
#define TEXT   (1 << TN_COLUMN_TEXT)
#define FLAG   (1 << TN_COLUMN_FLAG)

/* A name that says what a column is, the surest first; each role of the upper part is
 * given once, to the first column in the order of the rules. */
static const struct
{
  TnRole role;
  guint types;
  const char *words;
} rules[] = {
  { TN_ROLE_CUSTOMER, WORDS | NUMBER,
    "customer id|customerid|cust id|customer no|customer number|customer code|user id|userid|uid|"
    "client id|member id|memberid|buyer id|account id|visitor id|shopper id|msno|"
    "用户编号|用户id|用户 id|会员编号|会员号|会员id|客户编号|客户id|买家id|买家编号|用户号" },
  { TN_ROLE_CUSTOMER, WORDS | NUMBER,
    "=customer|=user|=client|=member|=buyer|=shopper|=visitor|=用户|=会员|=客户|=买家|=顾客|="
    "用户名|"
    "=会员名|=买家昵称" },
  { TN_ROLE_ORDER, WORDS | NUMBER,
    "order id|orderid|order no|orderno|order number|invoice no|invoice id|invoice number|"
    "transaction id|trans id|receipt no|basket id|订单编号|订单号|订单id|订单 "
    "id|单号|交易号|流水号" },
  { TN_ROLE_ORDER, WORDS, "=order|=invoice|=transaction|=basket|=receipt|=订单|=发票" },
  { TN_ROLE_ITEM, WORDS | NUMBER,
    "stock code|item id|itemid|product id|productid|product code|item no|sku|asin|sku id|goods id|"
    "clothing id|article id|isbn|商品编号|商品id|商品 id|商品编码|货号|产品编号|产品id" },
  { TN_ROLE_ITEM, WORDS,
    "=item|=product|=article|=goods|=商品|=产品|=宝贝|=商品名称|=item name|=product name" },
  { TN_ROLE_TIME, TIME,
    "order date|invoice date|purchase date|order time|transaction date|event time|event date|"
    "timestamp|created at|purchased at|下单时间|订单时间|交易时间|购买时间|付款时间|支付时间" },
  { TN_ROLE_TIME, TIME, "date|time|datetime|day|ts|at|日期|时间" },
  { TN_ROLE_QUANTITY, NUMBER,
    "quantity|qty|units|number of cds|number of items|pieces|count of items|件数|数量|购买数" },
  { TN_ROLE_PRICE, NUMBER, "unit price|price|item price|单价|价格|售价" },
  { TN_ROLE_AMOUNT, NUMBER,
    "amount|=total|=revenue|=sales|dollar value|=value|=spend|=payment|=paid|total price|"
    "order value|gmv|金额|总价|实付|实付款|付款金额|销售额|成交额|总额" },
  { TN_ROLE_TARGET, FLAG | NUMBER | WORDS,
    "churn|churned|=target|=label|exited|attrition|attrited|is churn|流失|是否流失|标签" },
  { TN_ROLE_TARGET, FLAG, "=revenue|converted|recommended ind|=response|=purchased" },
  { TN_ROLE_EVENT, WORDS,
    "event|event type|event name|action|behavior|behaviour|behavior type|activity|"
    "行为|事件|行为类型|动作" },
  { TN_ROLE_EVENT, WORDS, "=type|=类型" },
};

/* Any number of columns may have these. */
static const struct
{
  TnRole role;
  guint types;
  const char *words;
} many_rules[] = {
  { TN_ROLE_TEXT, TEXT,
    "review|comment|comments|text|message|review text|content|feedback|title|description|评论|评价|"
    "内容|留言" },
  { TN_ROLE_CATEGORY, WORDS,
    "category|country|city|region|state|province|channel|brand|department|department name|class "
    "name|division name|segment|type|cat|品类|类别|类目|分类|品牌|国家|省份|城市|渠道|地区" },
};

static TnMessage *
say_named (const TnImportColumn *column)
{
  return tn_message_text (tn_message_new (N_ ("Its name, {name}, says so.")), "name", column->name);
}

static void
give (TnImportColumn *column, TnRole role, TnMessage *reason)
{
  column->role = role;
  g_clear_pointer (&column->reason, tn_message_unref);
  column->reason = reason;
}

static gboolean
is_open (const TnImportColumn *column)
{
  return column->role == TN_ROLE_NONE && !(column->locks & TN_IMPORT_LOCK_ROLE);
}

/* Whether a column has the role. */
static gboolean
is_given (const TnImportPlan *plan, TnRole role)
{
  for (guint i = 0; i < plan->columns->len; i++)
    if (_tn_import_plan_get (plan, i)->role == role)
      return TRUE;

  return FALSE;
}

static void
count_distinct (const TnSampleRows *rows, gsize first_row, guint j, gsize *n, gsize *n_distinct)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  *n = 0;
  for (gsize i = first_row; i < rows->n_rows && *n < 4000; i++)
    {
      const TnSampleRow *row = &rows->rows[i];

      if (j >= row->n_cells || row->cells[j].length == 0)
        continue;
      g_hash_table_add (
          seen, GSIZE_TO_POINTER (tn_hash_bytes (row->cells[j].text, row->cells[j].length)));
      (*n)++;
    }
  *n_distinct = g_hash_table_size (seen);
}

/* A column of a single role that nothing names, but its kind does: the only time. */
static void
give_only_time (TnImportPlan *plan)
{
  TnImportColumn *only = NULL;

  if (is_given (plan, TN_ROLE_TIME))
    return;
  for (guint i = 0; i < plan->columns->len; i++)
    {
      TnImportColumn *column = _tn_import_plan_get (plan, i);

      if (column->type != TN_COLUMN_TIME || !is_open (column))
        continue;
      if (only != NULL)
        return;
      only = column;
    }
  if (only != NULL)
    give (only, TN_ROLE_TIME, tn_message_new (N_ ("It is the only column with dates.")));
}

/* Numbers of things that many rows share, in a file without names: who bought. Or "id",
 * where nothing else is a customer and each row is another: a customer table. */
static void
give_customer_by_values (TnImportPlan *plan, const TnSampleRows *rows, gsize first_row)
{
  gboolean timed = is_given (plan, TN_ROLE_TIME);

  for (guint j = 0; j < plan->columns->len && !is_given (plan, TN_ROLE_CUSTOMER); j++)
    {
      TnImportColumn *column = _tn_import_plan_get (plan, j);
      gsize n;
      gsize n_distinct;

      if (!is_open (column) || column->type != TN_COLUMN_CATEGORY)
        continue;
      count_distinct (rows, first_row, j, &n, &n_distinct);
      /* A title or a number of the row has hardly a row that shares it, a kind of thing has many.
       */
      if (timed && *column->original == '\0' && n_distinct * 10 < n * 9 && n_distinct * 50 > n)
        give (column, TN_ROLE_CUSTOMER,
              tn_message_new (N_ ("Its cells are numbers of things, and several rows share one.")));
      else if (!timed && !is_given (plan, TN_ROLE_ORDER) && n_distinct == n && n > 1 &&
               g_ascii_strcasecmp (column->name, "id") == 0)
        give (column, TN_ROLE_CUSTOMER,
              tn_message_new (N_ ("Every row has another one, so a row is a customer.")));
    }
}

/* In a table with one row a customer a date is a fact about each, such as when they signed up, and
 * not when something happened: nothing says what did. */
static void
take_back_time (TnImportPlan *plan, const TnSampleRows *rows, gsize first_row)
{
  static const TnRole happening[] = { TN_ROLE_ORDER, TN_ROLE_ITEM, TN_ROLE_EVENT,
                                      TN_ROLE_QUANTITY };

  for (guint i = 0; i < G_N_ELEMENTS (happening); i++)
    if (is_given (plan, happening[i]))
      return;
  for (guint j = 0; j < plan->columns->len; j++)
    {
      gsize n, n_distinct;

      if (_tn_import_plan_get (plan, j)->role != TN_ROLE_CUSTOMER)
        continue;
      count_distinct (rows, first_row, j, &n, &n_distinct);
      if (n < LEAST_CUSTOMERS || n_distinct < n)
        return;
    }
  for (guint j = 0; is_given (plan, TN_ROLE_CUSTOMER) && j < plan->columns->len; j++)
    {
      TnImportColumn *column = _tn_import_plan_get (plan, j);

      if (column->role == TN_ROLE_TIME && !(column->locks & TN_IMPORT_LOCK_ROLE))
        give (column, TN_ROLE_NONE,
              tn_message_new (N_ ("Every row is another customer, so this date is a fact about "
                                  "each and not when an order was made.")));
    }
}

/* Digits that identify stay digits: a role of an identifier makes a column words. */
static void
make_words (TnImportColumn *column)
{
  if (column->type != TN_COLUMN_NUMBER || (column->locks & TN_IMPORT_LOCK_TYPE))
    return;
  column->type = TN_COLUMN_CATEGORY;
  g_clear_pointer (&column->format.unit, g_free);
}

static void
make_flag (TnImportColumn *column, const TnSampleRows *rows, gsize first_row, guint j)
{
  if (column->type != TN_COLUMN_NUMBER || (column->locks & TN_IMPORT_LOCK_TYPE))
    return;
  for (gsize i = first_row; i < rows->n_rows; i++)
    {
      const TnSampleRow *row = &rows->rows[i];
      const TnSampleCell *cell = j < row->n_cells ? &row->cells[j] : NULL;

      if (cell != NULL && cell->length > 0 &&
          (cell->length != 1 || (*cell->text != '0' && *cell->text != '1')))
        return;
    }
  column->type = TN_COLUMN_FLAG;
}

/* Roles of the columns for which nobody chose one. */
void
_tn_detect_roles (TnImportPlan *plan, const TnSampleRows *rows, gsize first_row)
{
  guint n = plan->columns->len;
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);

  for (guint j = 0; j < n; j++)
    g_ptr_array_add (names, _tn_fold_name (_tn_import_plan_get (plan, j)->name));
  for (gsize i = 0; i < G_N_ELEMENTS (rules); i++)
    for (guint j = is_given (plan, rules[i].role) ? n : 0; j < n; j++)
      {
        TnImportColumn *column = _tn_import_plan_get (plan, j);

        /* "type" alone is of events only where things happen at times to customers. */
        if (rules[i].words[0] == '=' && rules[i].role == TN_ROLE_EVENT &&
            !(is_given (plan, TN_ROLE_TIME) && is_given (plan, TN_ROLE_CUSTOMER)))
          break;
        if (!is_open (column) || !(rules[i].types & 1 << column->type) ||
            !_tn_name_has (names->pdata[j], rules[i].words))
          continue;
        give (column, rules[i].role, say_named (column));
        if (rules[i].role == TN_ROLE_CUSTOMER || rules[i].role == TN_ROLE_ORDER ||
            rules[i].role == TN_ROLE_ITEM)
          make_words (column);
        if (rules[i].role == TN_ROLE_TARGET)
          make_flag (column, rows, first_row, j);
        break;
      }
  for (gsize i = 0; i < G_N_ELEMENTS (many_rules); i++)
    for (guint j = 0; j < n; j++)
      {
        TnImportColumn *column = _tn_import_plan_get (plan, j);

        if (is_open (column) && (many_rules[i].types & 1 << column->type) &&
            _tn_name_has (names->pdata[j], many_rules[i].words))
          give (column, many_rules[i].role, say_named (column));
      }
  give_only_time (plan);
  give_customer_by_values (plan, rows, first_row);
  take_back_time (plan, rows, first_row);
}
