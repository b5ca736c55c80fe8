/**
 * Names of rooms out of three words: short, plain, easily said over a telephone.
 * About 121 of each make 2.0 million names.
 */

const ADJECTIVES = (
  'able agile airy alert ample apt awake bold brave breezy bright brisk calm candid careful cheery '
  + 'chief civic clean clear clever cosy crisp curious dapper daring deft eager early earnest easy even '
  + 'fair famous fancy fast fine firm fond frank free fresh gentle glad grand great handy happy hardy '
  + 'hearty honest humble jolly keen kind large lasting light lively loyal lucky mellow merry mild modest '
  + 'neat nimble noble open patient perky plucky polite prompt proud quick quiet ready regal rested '
  + 'robust round royal sage sane sharp shy silent simple sleek smart smooth snug sober soft solid sound '
  + 'spry stable stately steady still sturdy sunny sure sweet swift tall tame tender thrifty tidy tough '
  + 'trusty upbeat vivid warm wary whole wise witty young zesty'
).split(' ');

const COLOURS = (
  'almond amber apple apricot aqua ash azure beige berry birch blue bronze brown carmine cedar cherry '
  + 'chestnut cider cinder citron claret clay clover cobalt cocoa copper coral cork cream crimson cyan '
  + 'denim ebony elm fawn fern flax forest garnet ginger gold grape green hazel heather henna honey '
  + 'indigo ivory jade jasper juniper khaki lava lemon lilac lime linen magenta mango maple maroon mauve '
  + 'mint moss mustard navy nectar nutmeg oak ochre olive onyx opal orange orchid peach pear pearl pepper '
  + 'pine pink plum poppy prune purple quartz raisin red rose ruby rust saffron sand sapphire scarlet '
  + 'sepia shell sienna silver slate snow spruce steel straw tan tawny teal thistle topaz tulip turquoise '
  + 'umber vanilla velvet violet walnut wheat white willow yellow'
).split(' ');

const ANIMALS = (
  'alpaca ant badger bat bear beaver bee beetle bison boar bobcat bunting camel carp cat cicada clam '
  + 'condor coot cow crab crane cricket crow cuckoo deer dingo dog dolphin donkey dove dragon duck eagle '
  + 'eel elk emu falcon ferret finch fox frog gazelle gecko goat goose grouse gull hare hawk hedgehog '
  + 'heron hippo horse hound ibex ibis iguana jackal jay kestrel kingfisher kiwi koala lamb lark lemur '
  + 'lion lizard llama lobster lynx magpie marmot marten martin mole moose moth mouse mule newt ocelot '
  + 'orca oriole osprey otter owl ox oyster panda parrot pelican penguin pigeon pony prawn puffin puma '
  + 'quail rabbit raven robin rook salmon seal shrew shrike skylark snail sparrow squid stag starling '
  + 'stoat stork swallow swan tapir tern thrush tiger toad trout turtle viper vole walrus weasel whale '
  + 'wolf wombat wren yak zebra'
).split(' ');

/** Three words, such as `quiet-amber-otter`; `random` returns numbers in [0, 1). */
export function threeWords(random = cryptoRandom) {
  return [ADJECTIVES, COLOURS, ANIMALS].map((words) => words[Math.floor(random() * words.length)]).join('-');
}

function cryptoRandom() {
  return crypto.getRandomValues(new Uint32Array(1))[0] / 2 ** 32;
}
