/* test-report-editor.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include <string.h>

#include "narrate-support.h"
#include "tn-error.h"
#include "tn-html.h"
#include "tn-json.h"
#include "tn-layout.h"
#include "tn-nodes.h"
#include "tn-pdf.h"
#include "tn-report-editor.h"
#include "tn-report.h"
#include "tn-test.h"

/* Each test begins with a report that nobody touched. */
static Ran *
begin (void)
{
  Ran *ran = get_log_run ();
  g_autoptr (GError) error = NULL;
  gboolean more = TRUE;

  while (more)
    {
      g_autoptr (TnRecord) record =
          tn_project_get_document (ran->project, TN_DOCUMENT_REPORT, "churn", NULL);

      more = record != NULL && tn_project_undo (ran->project, NULL, &error);
      g_assert_no_error (error);
    }

  return ran;
}

static TnReportEditor *
edit (Ran *ran, const char *language)
{
  g_autoptr (GError) error = NULL;
  TnReportEditor *editor =
      tn_report_editor_new (ran->project, ran->run, tn_language_get (language), &error);

  g_assert_no_error (error);

  return editor;
}

static void
store (TnReportEditor *editor)
{
  g_autoptr (GError) error = NULL;

  tn_report_editor_store (editor, tn_message_new_literal ("Changed the report"), &error);
  g_assert_no_error (error);
}

static char *
render (Ran *ran, const char *language)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDocument) document =
      tn_report_new_arranged (ran->project, ran->run, tn_language_get (language), &error);
  g_autoptr (GBytes) bytes = NULL;

  g_assert_no_error (error);
  bytes = tn_html_render (document, tn_language_get (language), NULL, NULL, &error);
  g_assert_no_error (error);

  return g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
}

static char *
read_out (Ran *ran, const char *language)
{
  g_autofree char *html = render (ran, language);

  return html_to_text (html);
}

static GBytes *
print (Ran *ran)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDocument) document =
      tn_report_new_arranged (ran->project, ran->run, tn_language_get ("en"), &error);
  GBytes *bytes = tn_pdf_render (document, tn_language_get ("en"), NULL, NULL, &error);

  g_assert_no_error (error);

  return bytes;
}

static const TnBlockEntry *
find (TnReportEditor *editor, const char *id)
{
  GPtrArray *blocks = tn_report_editor_get_blocks (editor);

  for (guint i = 0; i < blocks->len; i++)
    {
      const TnBlockEntry *entry = g_ptr_array_index (blocks, i);

      if (g_str_equal (entry->id, id))
        return entry;
    }

  return NULL;
}

static const char *
get_place (const char *text, const char *words)
{
  const char *place = strstr (text, words);

  if (place == NULL)
    g_error ("“%s” is not said", words);

  return place;
}

/* A picture of one red pixel. */
static GBytes *
make_png (void)
{
  static const char text[] =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGA"
      "hKmMIQAAAABJRU5ErkJggg==";
  gsize size;
  guchar *data = g_base64_decode (text, &size);

  return g_bytes_new_take (data, size);
}

/* What nobody changed is as it was made, in every file. */
static void
test_untouched (void)
{
  Ran *ran = begin ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDocument) made = ran_report (ran);
  g_autoptr (GBytes) plain = tn_pdf_render (made, tn_language_get ("en"), NULL, NULL, &error);
  g_autoptr (GBytes) arranged = print (ran);

  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (plain, arranged));
}

/* Taking apart and joining again changes nothing by itself. */
static void
test_idle (void)
{
  Ran *ran = begin ();
  g_autoptr (GBytes) plain = print (ran);
  g_autoptr (GBytes) arranged = NULL;
  g_autoptr (TnReportEditor) editor = edit (ran, "en");
  g_autoptr (GError) error = NULL;

  g_assert_true (tn_report_editor_show (editor, "roc", TRUE, &error));
  store (editor);
  arranged = print (ran);
  g_assert_true (g_bytes_equal (plain, arranged));
}

static void
test_ids (void)
{
  static const char *const parts[] = { "front",  "evidence",    "methods", "quality",
                                       "reach",  "why",         "list",    "method",
                                       "repeat", "odds-ratios", "words" };
  Ran *ran = begin ();
  g_autoptr (TnReportEditor) editor = edit (ran, "en");
  g_autoptr (TnReportEditor) chinese = edit (ran, "zh_CN");
  GPtrArray *blocks = tn_report_editor_get_blocks (editor);
  GPtrArray *others = tn_report_editor_get_blocks (chinese);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (find (editor, parts[i]) == NULL)
      g_test_message ("no part %s here", parts[i]);
  g_assert_nonnull (find (editor, "front"));
  g_assert_nonnull (find (editor, "list"));
  g_assert_cmpuint (blocks->len, ==, others->len);
  for (guint i = 0; i < blocks->len; i++)
    {
      const TnBlockEntry *entry = g_ptr_array_index (blocks, i);

      g_assert_cmpstr (entry->id, ==, ((TnBlockEntry *) g_ptr_array_index (others, i))->id);
      g_assert_true (g_hash_table_add (seen, entry->id));
    }
  g_assert_cmpstr (find (editor, "front-answer")->kind, ==, "sentence");
  g_assert_cmpstr (find (editor, "customers")->kind, ==, "table");
  g_assert_null (strstr (find (editor, "front-lead")->text, "interval“"));
}

static void
test_move (void)
{
  Ran *ran = begin ();
  g_autoptr (TnReportEditor) editor = edit (ran, "en");
  g_autoptr (GError) error = NULL;
  g_autofree char *before = read_out (ran, "en");
  g_autofree char *after = NULL;
  g_autofree char *undone = NULL;

  g_assert_true (get_place (before, "Which method to trust") <
                 g_strrstr (before, "Whom to write to first"));
  g_assert_true (tn_report_editor_move (editor, "list", "front", &error));
  g_assert_true (tn_report_editor_move (editor, "gains", "front-lead", &error));
  store (editor);
  after = read_out (ran, "en");
  g_assert_true (g_strrstr (after, "Whom to write to first") <
                 get_place (after, "Which method to trust"));

  g_assert_true (tn_project_undo (ran->project, NULL, &error));
  undone = read_out (ran, "en");
  g_assert_cmpstr (undone, ==, before);
  g_assert_true (tn_project_redo (ran->project, NULL, &error));
  g_clear_pointer (&undone, g_free);
  undone = read_out (ran, "en");
  g_assert_cmpstr (undone, ==, after);
}

static void
test_hide (void)
{
  Ran *ran = begin ();
  g_autoptr (TnReportEditor) editor = edit (ran, "en");
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  g_assert_true (tn_report_editor_show (editor, "methods", FALSE, &error));
  g_assert_true (tn_report_editor_show (editor, "roc", FALSE, &error));
  store (editor);
  text = read_out (ran, "en");
  g_assert_null (strstr (text, "Which method to trust"));
  /* The heading goes with the only thing it headed. */
  g_assert_null (strstr (text, "Telling leavers from stayers"));
  g_clear_pointer (&editor, tn_report_editor_free);
  editor = edit (ran, "en");
  g_assert_true (find (editor, "roc")->hidden);
  g_assert_true (find (editor, "leaderboard")->hidden);
  g_assert_false (find (editor, "lift")->hidden);
}

/* Every block can be hidden alone, and all of them together. */
static void
test_hide_each (void)
{
  Ran *ran = begin ();
  g_autoptr (TnReportEditor) editor = edit (ran, "en");
  GPtrArray *blocks = tn_report_editor_get_blocks (editor);

  for (guint i = 0; i < blocks->len; i++)
    {
      g_autoptr (TnArrangement) arrangement = tn_arrangement_new ();
      g_autoptr (TnDocument) document = NULL;
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GError) error = NULL;

      tn_arrangement_show (tn_report_editor_get_arrangement (editor),
                           ((TnBlockEntry *) g_ptr_array_index (blocks, i))->id, FALSE);
      if (i % 10 != 0 && !g_test_slow ())
        continue;
      tn_arrangement_show (arrangement, ((TnBlockEntry *) g_ptr_array_index (blocks, i))->id,
                           FALSE);
      document = tn_document_arrange (ran_report (ran), arrangement, tn_language_get ("en"));
      bytes = tn_html_render (document, tn_language_get ("en"), NULL, NULL, &error);
      g_assert_no_error (error);
    }
  store (editor);
  g_bytes_unref (print (ran));
}

/* A text with markup is shown as it is; words stay explained; other languages keep theirs. */
static void
test_write (void)
{
  Ran *ran = begin ();
  g_autoptr (TnReportEditor) editor = edit (ran, "en");
  g_autoptr (GError) error = NULL;
  g_autofree char *chinese = read_out (ran, "zh_CN");
  g_autofree char *html = NULL;
  g_autofree char *still = NULL;
  g_autofree char *begin_of = NULL;

  g_assert_true (tn_report_editor_write (
      editor, "front-lead",
      "We <script>alert(1)</script> {low} & ask \xef\xa3\xb1leave\xef\xa3\xb0.", &error));
  store (editor);
  html = render (ran, "en");
  g_assert_null (strstr (html, "<script>"));
  get_place (html, "We &lt;script&gt;alert(1)&lt;/script&gt; {low} &amp; ask");
  still = read_out (ran, "zh_CN");
  g_assert_cmpstr (still, ==, chinese);
  g_clear_pointer (&editor, tn_report_editor_free);
  editor = edit (ran, "en");
  g_assert_cmpint (find (editor, "front-lead")->state, ==, TN_BLOCK_EDITED);
  g_assert_true (tn_report_editor_restore (editor, "front-lead", &error));
  store (editor);
  begin_of = read_out (ran, "en");
  g_assert_null (strstr (begin_of, "alert"));
}

/* The figures under a text written by hand have changed since: it stays, and says so. */
static void
test_changed (void)
{
  Ran *ran = begin ();
  g_autoptr (TnReportEditor) editor = edit (ran, "en");
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  tn_arrangement_set_text (tn_report_editor_get_arrangement (editor), "front-answer",
                           tn_language_get ("en"), "Every third customer leaves.",
                           "About 7 of 9 customers will leave.", &error);
  g_assert_no_error (error);
  store (editor);
  text = read_out (ran, "en");
  get_place (text, "Every third customer leaves.");
  get_place (text, "Written by hand when the report said: “About 7 of 9 customers will leave.”");
  g_clear_pointer (&editor, tn_report_editor_free);
  editor = edit (ran, "en");
  g_assert_cmpint (find (editor, "front-answer")->state, ==, TN_BLOCK_CHANGED);
  get_place (find (editor, "front-answer")->made, "will probably not order");
}

/* What is said of a change stays with the words it is said of. */
static void
test_mark_stays (void)
{
  Ran *ran = begin ();
  g_autoptr (TnReportEditor) editor = edit (ran, "en");
  TnArrangement *arrangement = tn_report_editor_get_arrangement (editor);
  g_autoptr (GError) error = NULL;
  g_autofree char *own = NULL;
  g_autofree char *text = NULL;
  g_autofree char *hidden = NULL;

  tn_arrangement_set_text (arrangement, "front-answer", tn_language_get ("en"), "A third leaves.",
                           "Seven of nine.", &error);
  own = tn_report_editor_add (editor, FALSE, "Ours comes later.", "front-answer", &error);
  g_assert_no_error (error);
  g_assert_true (tn_report_editor_move (editor, "front-answer", "front-lead", &error));
  store (editor);
  text = read_out (ran, "en");
  g_assert_true (get_place (text, "would not surprise us") < get_place (text, "A third leaves."));
  g_assert_true (get_place (text, "A third leaves.") < get_place (text, "Written by hand when"));
  tn_arrangement_show (arrangement, "front-answer", FALSE);
  store (editor);
  hidden = read_out (ran, "en");
  g_assert_null (strstr (hidden, "Written by hand when"));
}

/* What the report does not have any more waits, and nothing else suffers from it. */
static void
test_gone (void)
{
  Ran *ran = begin ();
  g_autofree char *before = read_out (ran, "en");
  g_autofree char *after = NULL;
  g_autoptr (TnReportEditor) editor = edit (ran, "en");
  TnArrangement *arrangement = tn_report_editor_get_arrangement (editor);
  g_autoptr (GError) error = NULL;

  tn_arrangement_set_text (arrangement, "quality-sentence-99", tn_language_get ("en"), "Lost.",
                           "It.", &error);
  tn_arrangement_move (arrangement, "no-such-block", "front");
  tn_arrangement_move (arrangement, "roc", "no-such-block");
  tn_arrangement_show (arrangement, "no-such-part", FALSE);
  g_assert_no_error (error);
  store (editor);
  after = read_out (ran, "en");
  g_assert_cmpstr (after, ==, before);
  g_clear_pointer (&editor, tn_report_editor_free);
  editor = edit (ran, "en");
  g_assert_cmpint (find (editor, "quality-sentence-99")->state, ==, TN_BLOCK_GONE);
  g_assert_true (tn_report_editor_restore (editor, "quality-sentence-99", &error));
}

static void
test_own (void)
{
  Ran *ran = begin ();
  g_autoptr (TnReportEditor) editor = edit (ran, "en");
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) png = make_png ();
  g_autofree char *heading = tn_report_editor_add (editor, TRUE, "Our view", "front-lead", &error);
  g_autofree char *picture = NULL;
  g_autofree char *html = NULL;
  g_autofree char *without = NULL;

  g_assert_no_error (error);
  picture = tn_report_editor_add_picture (editor, png, "The shop window", heading, &error);
  /* The new block is not listed before it is stored. */
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
  g_clear_error (&error);
  picture = tn_report_editor_add_picture (editor, png, "The shop window", "front-lead", &error);
  g_assert_no_error (error);
  g_assert_true (tn_arrangement_set_logo (tn_report_editor_get_arrangement (editor), png, &error));
  tn_arrangement_set_contents (tn_report_editor_get_arrangement (editor), TRUE);
  g_assert_true (
      tn_arrangement_set_colour (tn_report_editor_get_arrangement (editor), "#a0105A", &error));
  store (editor);
  html = render (ran, "zh_CN");
  get_place (html, "Our view");
  get_place (html, "The shop window");
  get_place (html, "目录");
  get_place (html, "#a0105a");
  g_bytes_unref (print (ran));
  g_clear_pointer (&editor, tn_report_editor_free);
  editor = edit (ran, "en");
  g_assert_cmpstr (find (editor, picture)->kind, ==, "picture");
  g_assert_true (tn_report_editor_remove (editor, picture, &error));
  store (editor);
  without = render (ran, "en");
  g_assert_null (strstr (without, "The shop window"));
}

static void
test_templates (void)
{
  Ran *ran = begin ();
  g_autoptr (TnReportEditor) editor = edit (ran, "en");
  TnArrangement *arrangement = tn_report_editor_get_arrangement (editor);
  g_autoptr (GError) error = NULL;
  g_autofree char *boss = NULL;
  g_autofree char *appendix = NULL;

  g_assert_true (tn_arrangement_set_template (arrangement, "boss", &error));
  store (editor);
  boss = read_out (ran, "en");
  get_place (boss, "will probably not order again");
  g_assert_null (strstr (boss, "Which method to trust"));
  /* What the page names it names, though it is elsewhere. */
  get_place (boss, "“Whom to write to first” shows the first");
  g_bytes_unref (print (ran));
  g_assert_true (tn_arrangement_set_template (arrangement, "appendix", &error));
  store (editor);
  appendix = read_out (ran, "en");
  get_place (appendix, "Which method to trust");
  g_assert_null (strstr (appendix, "Three things to do"));
  g_assert_false (tn_arrangement_set_template (arrangement, "poster", &error));
  g_assert_error (error, TN_ERROR, TN_ERROR_NOT_FOUND);
}

static guint
count_pages (Ran *ran, const char *language)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDocument) document =
      tn_report_new_arranged (ran->project, ran->run, tn_language_get (language), &error);
  g_autoptr (TnLayout) layout = NULL;

  g_assert_no_error (error);
  layout = tn_layout_new (document, tn_language_get (language), NULL, NULL, &error);
  g_assert_no_error (error);

  return tn_layout_get_n_pages (layout);
}

static void
add_own_texts (Ran *ran, guint n)
{
  g_autoptr (TnReportEditor) editor = edit (ran, "en");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = tn_report_editor_add (
          editor, FALSE, "Ours stays: a sentence that a person wrote for the boss to read.",
          "front-lead", &error);

      g_assert_nonnull (id);
    }
  store (editor);
}

static guint
count_dropped (Ran *ran)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TnDocument) document =
      tn_report_new_arranged (ran->project, ran->run, tn_language_get ("en"), &error);
  g_autoptr (TnReportEditor) editor = edit (ran, "en");
  GPtrArray *blocks = tn_report_editor_get_blocks (editor);
  guint n = 0;

  tn_document_mark_dropped (document, blocks);
  for (guint i = 0; i < blocks->len; i++)
    {
      const TnBlockEntry *entry = g_ptr_array_index (blocks, i);

      g_assert_false (entry->dropped && entry->state != TN_BLOCK_AS_MADE);
      n += entry->dropped ? 1 : 0;
    }

  return n;
}

/* The boss page is one page in both languages, however much a person adds; what makes way is never
 * the answer nor what was written by hand. */
static void
test_boss_page_is_one (void)
{
  Ran *ran = begin ();
  g_autoptr (TnReportEditor) editor = edit (ran, "en");
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  guint before;

  g_assert_true (
      tn_arrangement_set_template (tn_report_editor_get_arrangement (editor), "boss", &error));
  store (editor);
  g_assert_cmpuint (count_pages (ran, "en"), ==, 1);
  g_assert_cmpuint (count_pages (ran, "zh_CN"), ==, 1);
  before = count_dropped (ran);
  add_own_texts (ran, 16);
  g_assert_cmpuint (count_pages (ran, "en"), ==, 1);
  g_assert_cmpuint (count_dropped (ran), >, before);
  text = read_out (ran, "en");
  get_place (text, "will probably not order again");
  get_place (text, "Ours stays");
  get_place (text, "What could be wrong");
  /* Too much of one's own is more than a page, and all of it is there. */
  add_own_texts (ran, 80);
  g_assert_cmpuint (count_pages (ran, "en"), >, 1);
}

static void
refuse (gboolean done, GError **error, int code)
{
  g_assert_false (done);
  g_assert_error (*error, TN_ERROR, code);
  g_clear_error (error);
}

static void
test_refused (void)
{
  Ran *ran = begin ();
  g_autoptr (TnReportEditor) editor = edit (ran, "en");
  TnArrangement *arrangement = tn_report_editor_get_arrangement (editor);
  g_autoptr (GBytes) text = g_bytes_new_static ("GIF89a, no PNG at all, really", 29);
  g_autoptr (GBytes) png = make_png ();
  g_autoptr (GBytes) cut = g_bytes_new_from_bytes (png, 0, 40);
  g_autofree guchar *data = g_memdup2 (g_bytes_get_data (png, NULL), g_bytes_get_size (png));
  g_autoptr (GBytes) large = NULL;
  g_autofree char *longest = g_strnfill (5001, 'x');
  GError *error = NULL;

  data[16] = 0x7f;
  large = g_bytes_new (data, g_bytes_get_size (png));
  refuse (tn_arrangement_set_logo (arrangement, text, &error), &error, TN_ERROR_FORMAT);
  refuse (tn_arrangement_set_logo (arrangement, cut, &error), &error, TN_ERROR_FORMAT);
  refuse (tn_arrangement_set_logo (arrangement, large, &error), &error, TN_ERROR_SPACE);
  refuse (tn_arrangement_set_colour (arrangement, "red", &error), &error, TN_ERROR_ARGUMENT);
  refuse (tn_arrangement_set_colour (arrangement, "#ffee00", &error), &error, TN_ERROR_ARGUMENT);
  refuse (tn_report_editor_write (editor, "customers", "x", &error), &error, TN_ERROR_ARGUMENT);
  refuse (tn_report_editor_write (editor, "front-lead", " \n", &error), &error, TN_ERROR_ARGUMENT);
  refuse (tn_report_editor_write (editor, "front-lead", "\xff", &error), &error, TN_ERROR_ARGUMENT);
  refuse (tn_report_editor_write (editor, "front-lead", longest, &error), &error,
          TN_ERROR_ARGUMENT);
  refuse (tn_report_editor_write (editor, "nothing", "x", &error), &error, TN_ERROR_NOT_FOUND);
  refuse (tn_report_editor_move (editor, "list", "front-lead", &error), &error, TN_ERROR_ARGUMENT);
  refuse (tn_report_editor_move (editor, "front-lead", "", &error), &error, TN_ERROR_ARGUMENT);
  refuse (tn_report_editor_move (editor, "front-item", "roc", &error), &error, TN_ERROR_ARGUMENT);
  refuse (tn_report_editor_remove (editor, "roc", &error), &error, TN_ERROR_ARGUMENT);
  g_assert_true (tn_arrangement_is_empty (arrangement));
}

/* A project of a stranger: nothing in it is what it should be. */
static void
test_hostile (void)
{
  static const char *const bodies[] = {
    "[]",
    "{\"template\":7,\"contents\":\"yes\",\"colour\":{},\"logo\":[1]}",
    "{\"moves\":{\"a\":1},\"shown\":[],\"texts\":\"x\",\"own\":3}",
    "{\"moves\":[1,{},{\"block\":\"front\",\"after\":\"front\"},{\"block\":\"list\",\"after\":3},"
    "{\"block\":\"front-item\",\"after\":\"front-list\"},{\"block\":\"front-list\",\"after\":"
    "\"front-item\"},{\"block\":\"list-title\",\"after\":\"roc\"}]}",
    "{\"own\":{\"own-1\":{\"kind\":\"picture\",\"png\":\"AAAA\"},\"a b\":{},\"roc\":{},\"own-2\":{"
    "\"kind\":\"film\"}},\"texts\":{\"own-1\":{\"en\":{\"text\":\"x\"}},\"a b\":{\"en\":{\"text\":"
    "\"x\"}},\"roc\":{\"en\":{\"text\":\"x\",\"was\":1}},\"own-2\":{\"en\":{\"text\":\"y\"}}},"
    "\"logo\":\"iVBORw0KGgo=\",\"colour\":\"#ffffff\"}",
  };
  Ran *ran = begin ();

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = tn_json_parse (bodies[i], -1, &error);
      g_autoptr (TnArrangement) arrangement = tn_arrangement_new_from_json (node);
      g_autoptr (TnDocument) document =
          tn_document_arrange (ran_report (ran), arrangement, tn_language_get ("en"));
      g_autoptr (GBytes) bytes =
          tn_pdf_render (document, tn_language_get ("en"), NULL, NULL, &error);
      g_autoptr (GPtrArray) blocks =
          tn_document_list_blocks (ran_report (ran), arrangement, tn_language_get ("zh_CN"));

      g_assert_no_error (error);
      g_assert_cmpuint (blocks->len, >, 50);
    }
}

/* Any changes, in any order, give a document that can be rendered and is taken back whole. */
static void
test_any_order (void)
{
  Ran *ran = begin ();
  g_autoptr (GBytes) before = print (ran);
  g_autoptr (GBytes) after = NULL;
  g_autoptr (GError) error = NULL;
  guint n = 0;

  for (guint i = 0; i < (g_test_slow () ? 12 : 3); i++)
    {
      g_autoptr (TnReportEditor) editor = edit (ran, "en");
      GPtrArray *blocks = tn_report_editor_get_blocks (editor);

      for (guint j = 0; j < 20; j++)
        {
          const char *a = ((TnBlockEntry *) g_ptr_array_index (
                               blocks, (guint) g_test_rand_int_range (0, (int) blocks->len)))
                              ->id;
          const char *b = ((TnBlockEntry *) g_ptr_array_index (
                               blocks, (guint) g_test_rand_int_range (0, (int) blocks->len)))
                              ->id;

          if (g_test_rand_bit ())
            tn_arrangement_move (tn_report_editor_get_arrangement (editor), a, b);
          else
            tn_arrangement_show (tn_report_editor_get_arrangement (editor), a, g_test_rand_bit ());
        }
      store (editor);
      n++;
      g_bytes_unref (print (ran));
    }
  for (guint i = 0; i < n; i++)
    g_assert_true (tn_project_undo (ran->project, NULL, &error));
  after = print (ran);
  g_assert_true (g_bytes_equal (before, after));
}

int
main (int argc, char **argv)
{
  g_autofree char *sessions = NULL;

  g_test_init (&argc, &argv, NULL);
  sessions = tn_test_directory ();
  g_setenv ("TENURE_SESSIONS", sessions, TRUE);
  tn_nodes_init ();
  g_test_add_func ("/report-editor/untouched-reports-keep-their-bytes", test_untouched);
  g_test_add_func ("/report-editor/taking-apart-changes-nothing", test_idle);
  g_test_add_func ("/report-editor/ids-are-unique-and-equal-in-languages", test_ids);
  g_test_add_func ("/report-editor/moves-are-undone-and-done-again", test_move);
  g_test_add_func ("/report-editor/hidden-blocks-leave-no-heading-behind", test_hide);
  g_test_add_func ("/report-editor/any-block-can-be-hidden", test_hide_each);
  g_test_add_func ("/report-editor/texts-stay-texts", test_write);
  g_test_add_func ("/report-editor/changed-figures-are-marked", test_changed);
  g_test_add_func ("/report-editor/marks-stay-with-their-words", test_mark_stays);
  g_test_add_func ("/report-editor/blocks-that-are-gone-wait", test_gone);
  g_test_add_func ("/report-editor/own-blocks-logo-contents-colour", test_own);
  g_test_add_func ("/report-editor/templates-choose-parts", test_templates);
  g_test_add_func ("/report-editor/the-boss-page-is-one-page", test_boss_page_is_one);
  g_test_add_func ("/report-editor/what-cannot-be-is-refused", test_refused);
  g_test_add_func ("/report-editor/hostile-arrangements-are-passed-over", test_hostile);
  g_test_add_func ("/report-editor/any-order-of-changes", test_any_order);

  return g_test_run ();
}
