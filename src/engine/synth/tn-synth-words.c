/* tn-synth-words.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */

#include "config.h"

#include "tn-synth-words.h"

#include <string.h>

/* The words are data of the simulated shop, not of the program: never translated. An @
 * stands for what was bought. */

enum
{
  ASPECT_QUALITY,
  ASPECT_DELIVERY,
  ASPECT_PRICE,
  ASPECT_PACKING,
  ASPECT_SERVICE,
  N_ASPECTS,
};

enum
{
  MOOD_BAD,
  MOOD_MIXED,
  MOOD_GOOD,
  N_MOODS,
};

#define N_OPENERS 8
#define N_CLAUSES 7
#define N_CLOSERS 6
#define N_NOUNS   4

typedef struct
{
  const char *openers[N_MOODS][N_OPENERS];
  const char *clauses[N_ASPECTS][2][N_CLAUSES]; /* bad, good */
  const char *closers[N_MOODS][N_CLOSERS];
  const char *farewells[N_CLOSERS];
  const char *nouns[TN_SYNTH_N_CATEGORIES][N_NOUNS];
  const char *comma;   /* between opener and clause */
  const char *and_;    /* between clauses of one mood */
  const char *but;     /* between clauses of two moods */
  const char *stop;    /* after a sentence, before the next */
  const char *the_end; /* after the last */
} Language;

static const char *const category_names[TN_SYNTH_N_CATEGORIES] = {
  "Tea", "Kitchen", "Stationery", "Toys", "Garden", "Beauty", "Snacks", "Bedding",
};

static const char *const item_words[TN_SYNTH_N_CATEGORIES][5] = {
  { "green tea", "black tea", "oolong", "herbal tea", "tea set" },
  { "pan", "bowl", "knife", "storage jar", "kettle" },
  { "notebook", "pen", "planner", "paper tape", "pencil case" },
  { "puzzle", "building set", "soft toy", "board game", "kite" },
  { "planter", "watering can", "garden light", "seed box", "bird feeder" },
  { "hand cream", "face mask", "soap", "shampoo", "lip balm" },
  { "biscuits", "dried fruit", "nut mix", "chocolate", "rice crackers" },
  { "pillow", "duvet cover", "blanket", "sheet", "throw" },
};

static const char *const item_kinds[10] = {
  "classic", "small", "large", "gift", "everyday", "blue", "red", "natural", "travel", "family",
};

static const Language english = {
  .openers = {
    { "Disappointed", "Not what I expected", "Sorry, but no", "I wanted to like it",
      "Second time I am let down", "Regret this one", "Not good this time", "Hm, no" },
    { "It is fine", "Mixed feelings", "So-so", "Half happy", "Could be better", "Not bad, not great",
      "An honest three stars", "Middling" },
    { "Very happy with this", "Lovely", "Just what I was looking for", "Great find",
      "Really pleased", "My third order here and still happy", "Love it", "Better than expected" },
  },
  .clauses = {
    { { "the @ broke within a week", "the @ feels cheap", "the @ looks nothing like the picture",
        "the material of the @ is thin", "the @ arrived with a scratch",
        "the @ has a strange smell", "the @ does not do what it should" },
      { "the @ is well made", "the @ feels solid", "the @ looks even nicer than in the picture",
        "my daughter uses the @ every day", "the @ has a lovely finish",
        "you can tell the @ was made with care", "the @ does exactly what it should" } },
    { { "it took almost two weeks to arrive", "the parcel came days late",
        "tracking did not move for a week", "the delivery date changed three times",
        "it came too late for the birthday", "I waited and waited for the parcel",
        "the courier left it at the wrong house" },
      { "it came in two days", "delivery was quick", "the parcel was here before the weekend",
        "it arrived a day early", "delivery was on time as always", "shipping was fast",
        "ordered on Monday and here on Wednesday" } },
    { { "it is too expensive for what it is", "the price went up a week later and then down again",
        "I saw it cheaper elsewhere", "not worth the money", "the postage is steep",
        "you pay for the name", "the price is hard to justify" },
      { "it is good value", "the price is fair", "worth every penny",
        "cheaper than in the shop down the road", "a bargain in the sale", "you get a lot for it",
        "a good price for this quality" } },
    { { "the box was crushed", "the wrapping was torn", "it was packed without any padding",
        "far too much plastic around it", "the lid had come off in the parcel",
        "the parcel was wet", "one piece was missing from the box" },
      { "it was packed with care", "the box makes a nice present", "everything arrived in one piece",
        "wrapped in paper and no plastic", "the wrapping was lovely", "not a dent on the box",
        "they put in a handwritten card" } },
    { { "nobody answers the phone", "my mail was answered after six days",
        "they asked for photos twice and then nothing", "the refund took a month",
        "the chat just repeats itself", "they would not exchange it",
        "I had to explain it three times" },
      { "they answered within an hour", "the exchange was easy", "very friendly on the phone",
        "they sorted out my address at once", "the advice was spot on",
        "they sent a spare part for free", "help came quickly" } },
  },
  .closers = {
    { "I sent it back", "Two stars for the effort", "Please check before you ship",
      "I hope the next one is better", "Waiting for a reply", "You can do better" },
    { "Might try another one", "For the price it will do", "Let us see how it lasts",
      "Three stars", "I keep it for now", "Fine for a rainy day" },
    { "Will order again", "Recommended", "Already ordered a second one", "Five stars",
      "A good present too", "Thank you" },
  },
  .farewells = { "I will not order here again", "That was my last order",
                 "Next time I go elsewhere", "Please delete my account",
                 "I am done with this shop", "Never again" },
  .nouns = {
    { "tea", "tea tin", "tea set", "blend" }, { "pan", "knife", "bowl", "kettle" },
    { "notebook", "pen", "planner", "pencil case" }, { "puzzle", "toy", "game", "kite" },
    { "planter", "garden light", "watering can", "bird feeder" },
    { "hand cream", "soap", "face mask", "shampoo" },
    { "biscuit tin", "nut mix", "chocolate", "snack box" },
    { "pillow", "blanket", "duvet cover", "throw" },
  },
  .comma = ": ",
  .and_ = ", and ",
  .but = ", but ",
  .stop = ". ",
  .the_end = ".",
};

static const Language chinese = {
  .openers = {
    { "有点失望", "跟想的不一样", "这次真不行", "不太满意", "买后悔了", "体验很一般", "唉，踩坑了",
      "第二次让人失望了" },
    { "还行吧", "中规中矩", "有好有坏", "一般般", "凑合能用", "说不上好也说不上坏", "勉强三星",
      "怎么说呢" },
    { "很满意", "超出预期", "非常喜欢", "回购第三次了", "真心不错", "买对了", "一直在这家买",
      "惊喜" },
  },
  .clauses = {
    { { "@用了不到一周就坏了", "@摸着很廉价", "@和图片差得有点远", "@的料子太薄", "@到手就有划痕",
        "@有股怪味", "@用起来不顺手" },
      { "@做工很好", "@质感不错", "@比图片还好看", "@家里人天天在用", "@细节处理得很到位",
        "@看得出是用心做的", "@用着很顺手" } },
    { { "等了快两个星期才到", "物流慢得离谱", "物流信息一周没动", "送货时间改了三次",
        "错过了孩子生日", "催了好几次才发货", "快递放错了地方" },
      { "两天就到了", "物流很快", "周末前就收到了", "比预计还早一天", "发货一如既往地准时",
        "昨天下单今天发货", "快递小哥送到家门口" } },
    { { "价格偏高", "刚买完就降价", "别家更便宜", "不值这个价", "运费有点贵", "性价比不高",
        "花这个钱不太值" },
      { "性价比高", "价格公道", "这个价很值", "比超市便宜", "活动时买很划算", "量很足",
        "这个品质这个价没得说" } },
    { { "盒子压扁了", "包装破了", "里面什么缓冲都没有", "塑料包装太多", "盖子在路上松了",
        "箱子是湿的", "少发了一件" },
      { "包装很用心", "盒子送人也体面", "一点没磕碰", "纸包装，很环保", "包得严严实实",
        "还附了手写卡片", "拆箱体验很好" } },
    { { "客服电话打不通", "六天才回消息", "让我拍了两次照片就没下文了", "退款拖了一个月",
        "客服只会复制粘贴", "不给换货", "同一件事讲了三遍" },
      { "客服一小时内就回了", "换货很顺利", "客服态度很好", "改地址马上就处理了",
        "推荐得很准", "免费补寄了配件", "有问必答" } },
  },
  .closers = {
    { "已经退了", "希望改进", "发货前麻烦检查一下", "但愿下次好一点", "等客服答复", "还有提升空间" },
    { "先用着看", "这个价也就这样了", "耐不耐用再说", "给三星", "留着备用", "下次试试别的款" },
    { "会再来", "推荐", "已经又下了一单", "五星好评", "送朋友也合适", "谢谢店家" },
  },
  .farewells = { "以后不会再买了", "这是最后一次", "下次换别家", "已经卸载了", "拉黑了",
                 "不会再来了" },
  .nouns = {
    { "茶叶", "这款茶", "茶具", "花茶" }, { "锅", "刀", "碗", "水壶" },
    { "本子", "笔", "手账", "笔袋" }, { "拼图", "玩具", "桌游", "风筝" },
    { "花盆", "庭院灯", "洒水壶", "喂鸟器" }, { "护手霜", "香皂", "面膜", "洗发水" },
    { "饼干", "坚果", "巧克力", "零食盒" }, { "枕头", "毯子", "被套", "盖毯" },
  },
  .comma = "，",
  .and_ = "，",
  .but = "，不过",
  .stop = "。",
  .the_end = "。",
};

const char *
tn_synth_category_name (guint category)
{
  return category_names[category];
}

/* "Large oolong": fifty different ones a category. */
char *
tn_synth_put_item_name (char *p, guint item)
{
  guint place = item % TN_SYNTH_ITEMS_EACH;
  char *start = p;

  p = tn_synth_put_text (p, item_kinds[place / 5]);
  *start = g_ascii_toupper (*start);
  p = tn_synth_put_char (p, ' ');

  return tn_synth_put_text (p, item_words[item / TN_SYNTH_ITEMS_EACH][place % 5]);
}

/* A clause with its @ replaced. */
static char *
put_clause (char *p, const char *clause, const char *noun)
{
  for (; *clause != '\0'; clause++)
    p = *clause == '@' ? tn_synth_put_text (p, noun) : tn_synth_put_char (p, *clause);

  return p;
}

/* Two different things to speak of; lateness comes first where it hurt. */
static void
draw_aspects (const TnSynthOpinion *opinion, TnRandom *random, guint aspects[2])
{
  aspects[0] =
      opinion->late && opinion->rating <= 3 ? ASPECT_DELIVERY : tn_random_below (random, N_ASPECTS);
  aspects[1] = (aspects[0] + 1 + tn_random_below (random, N_ASPECTS - 1)) % N_ASPECTS;
}

static const char *
draw_closer (const Language *language, guint mood, const TnSynthOpinion *opinion, TnRandom *random)
{
  guint dice = tn_random_below (random, 100);

  if (mood != MOOD_GOOD && dice < (opinion->leaves ? 55 : 12))
    return language->farewells[tn_random_below (random, N_CLOSERS)];

  return dice < 70 ? language->closers[mood][tn_random_below (random, N_CLOSERS)] : NULL;
}

/**
 * tn_synth_put_review:
 * @category: of the item
 *
 * Writes a review of one to three sentences in the person's language: a mood, one or two
 * things that were good or bad, and perhaps what follows from it. Without quotation marks.
 */
char *
tn_synth_put_review (char *p,
                     const TnSynthPerson *person,
                     guint category,
                     const TnSynthOpinion *opinion,
                     TnRandom *random)
{
  const Language *language = person->chinese ? &chinese : &english;
  guint mood = opinion->rating <= 2 ? MOOD_BAD : opinion->rating == 3 ? MOOD_MIXED : MOOD_GOOD;
  const char *noun = language->nouns[category][tn_random_below (random, N_NOUNS)];
  gboolean good = mood == MOOD_GOOD;
  gboolean turn = mood == MOOD_MIXED || tn_random_below (random, 100) < 15;
  const char *closer;
  guint aspects[2];

  draw_aspects (opinion, random, aspects);
  p = tn_synth_put_text (p, language->openers[mood][tn_random_below (random, N_OPENERS)]);
  p = tn_synth_put_text (p, language->comma);
  p = put_clause (p, language->clauses[aspects[0]][good][tn_random_below (random, N_CLAUSES)],
                  noun);
  if (turn || tn_random_below (random, 100) < 45)
    {
      p = tn_synth_put_text (p, turn ? language->but : language->and_);
      p = put_clause (
          p, language->clauses[aspects[1]][good != turn][tn_random_below (random, N_CLAUSES)],
          noun);
    }
  closer = draw_closer (language, mood, opinion, random);
  if (closer != NULL)
    {
      p = tn_synth_put_text (p, language->stop);
      p = tn_synth_put_text (p, closer);
    }

  return tn_synth_put_text (p, language->the_end);
}
