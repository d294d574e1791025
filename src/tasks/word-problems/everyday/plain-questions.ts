/** Ways to ask the same, each as it is put in the plainer words that the questions are read in. */

/** What is replaced, and by what. */
export type Rewrite = readonly [RegExp, string | ((...found: string[]) => string)];

export const ASKED: readonly Rewrite[] = [
  [/^how old am I\b/i, 'how old is I'],
  [
    /^what (?=(?:does|do|did|will|must|should) .+ (?:have|get|pay|earn|owe|spend|cost|weigh|save|make|receive)\b)/iu,
    'how much ',
  ],
  [/\b(?:has|have|had) ((?:(?:the|each|every) )?\p{L}+) got\b/iu, 'does $1 have'],
  [/^how much (?:is|was) (it|this|that|the \p{L}+)(?: now| then)?$/iu, 'how much does $1 cost'],
  [/(?<=\b(?:have|has|are|is|got)\b.*)(?<! left) over$/iu, ' left'],
  [/\bhave between them$/iu, 'have together'],
  [/^(how many \p{L}+) (?:sit|sat|stand|stood|lie|live|lived|sleep|swim|swam)\b(?= .*\bnow$)/iu, '$1 are'],
  [
    /\b(do|did|are|have) both(?: of them| children| friends)? (have|got|make|get|pay|buy|collect|save|eat|read|score)(?: (?:altogether|together|in all|in total))?$/iu,
    '$1 they $2 together',
  ],
  [
    /^(?:what (?:is|was)|find|calculate|work out|give) (?:the|her|his|their) (?:total|whole) (?:distance|length|weight|time|height)(?: (?:in|of|that) .+)?$/iu,
    'how far is it altogether',
  ],
  [/^(?:find|calculate|work out|give) (?=(?:the|his|her|their) )/iu, 'what is '],
  [/^how (many|much) (\p{L}+) (more|fewer|less)\b/iu, 'how $1 $3 $2'],
  [/ (?:put |laid |placed |tied )?(?:end to end|one after the other|side by side)$/iu, ' together'],
  // "How many did the 2 of them catch?"
  [
    /^(how (?:many|much|far)[^?]*?) (do|did|have|had|are|were|will|can) (?:the \d (?:of (?:them|us)|girls|boys|children|kids|friends|brothers|sisters|cousins|players|people|men|women|pupils|students|teams|classes|families)|both (?:of (?:them|us)|children|boys|girls|friends)|they both|all \d(?: of (?:them|us))?) (?!each\b)(\p{Ll}+)(?! .*\beach\b)(?: (?:altogether|together|in all|in total))?/iu,
    '$1 $2 they $3 together',
  ],
  [/^(how many [\p{L}-]+) (?:can|could|does|did|do) (.+) do$/iu, '$1 does $2 have'],
  [/^(how many \p{L}+(?: \p{L}+)?) is that(?: (?:in all|altogether|in total))?$/iu, '$1 are there altogether'],
  [/^(?:after|in|for|within) (?=how (?:many|much|long)\b)/iu, ''],
  [
    /^(?:can you (?:tell|say|work out|find out|calculate)(?: me| us)?|do you know|tell (?:me|us)|find out|work out|calculate|i wonder|please say),? (?=how |what )/iu,
    '',
  ],
  // "How many eggs we have now?", "how much she must pay?"
  [
    /^(how (?:many|much)(?: (?!(?:we|i|you|they|he|she|it|does|do|did|are|is|were|was|have|has|can|will|must|should)\b)\p{L}+){0,3}) (we|i|you|they|he|she|it) (?:must |can |should |will )?(\p{Ll}+)/iu,
    '$1 does $2 $3',
  ],
  // "How many marbles have Ana and Luis together?", "how much money has Jake left?"
  [
    /^(how (?:many|much)(?: (?!(?:does|do|did|are|is|were|was|have|has|can|will)\b)\p{L}+){0,3}) (?:have|has) ((?:the )?\p{L}+(?: and \p{L}+)?)(?: got)?(?= |$)(?! (?:not|to|read|eaten|sold|used|lost|given)\b)/iu,
    '$1 does $2 have',
  ],
  [
    /^(how (?:many|much)(?: (?!(?:does|do|did|are|is|were|was|have|has|can|will)\b)\p{L}+){1,3}) left(?= in| on| over|$)/iu,
    '$1 are left',
  ],
  [
    /^(how (?:many|much)(?: (?!(?:does|do|did|are|is|were|was|have|has|can|will)\b)\p{L}+){1,3}) (?:takes?|gets?|has|have|receives?) (?:each|every)(?: of the)? (\p{L}+)$/iu,
    '$1 does each $2 get',
  ],
  [
    /^(how (?:many|much)(?: (?!(?:does|do|did|are|is|were|was|have|has|can|will)\b)\p{L}+){1,3}) (?:stay|remain)s? (?:with|for|to) ([\p{L} ]+)$/iu,
    '$1 does $2 have left',
  ],
];
