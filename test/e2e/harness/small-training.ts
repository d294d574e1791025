/** By the label of its field: a training that is as small as can be. */
export const SMALL_TRAINING = {
  'Problems to learn from': 8,
  'Solutions of each problem': 2,
  'Steps of learning': 2,
  'Problems to be tested on': 2,
  'Solutions of each test problem': 1,
  'Problems to be searched': 2,
};
