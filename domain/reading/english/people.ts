/** English words for people, and for things that are counted but are not people. */
import type { Language } from "../language";

const split = (words: string): string[] => words.trim().split(/\s+/);

const SINGULAR = split(`
  person man woman boy girl child baby infant toddler teenager youth minor adolescent adult civilian resident villager local citizen national
  soldier officer policeman policewoman cop guard militant militiaman fighter rebel insurgent terrorist gunman attacker assailant bomber
  shooter suspect perpetrator victim hostage captive prisoner inmate detainee passenger driver co-driver motorist pedestrian bystander
  passerby passer-by journalist reporter cameraman photographer medic doctor nurse paramedic rescuer firefighter worker employee labourer laborer farmer
  teacher student pupil professor pastor priest imam cleric scholar bishop monk nun politician official mayor governor councillor councilor
  commander captain colonel lieutenant major general sergeant corporal private marine sailor pilot sniper trooper constable deputy sheriff
  leader member chief head director owner trader businessman merchant shopkeeper vendor trafficker smuggler dealer thief robber burglar
  bandit criminal gangster extortionist kidnapper wife husband son daughter mother father brother sister uncle aunt cousin grandmother
  grandfather grandson granddaughter relative parent sibling nephew niece friend neighbour neighbor colleague companion accomplice other another individual
  someone somebody survivor demonstrator protester protestor rioter activist lawyer judge prosecutor refugee migrant herder shepherd pastoralist
  fisherman hunter candidate supporter spectator volunteer aid-worker engineer cook servant tourist foreigner athlete actor singer barber
  partner aide boss mechanic taxi-driver conductor serviceman servicewoman veteran conscript recruit cadet operative agent informant spy defector planter
  elder headman sultan king prince minister senator lawmaker deputy delegate elector ambassador diplomat envoy contractor bodyguard escort
  watchman janitor cashier clerk bus-driver responder corpse body hijacker arsonist extremist jihadist separatist combatant parishioner worshipper
  customer patron patient peacekeeper observer expatriate widow teen grandchild twin passer technician miner
  assistant apprentice interpreter translator sapper sentry waiter waitress welder carpenter mason gardener occupant mourner pilgrim rider cyclist motorcyclist
  tenant lodger tailor butcher baker chef pharmacist programmer accountant musician surgeon dentist ambulance-driver deminer crewmember subordinate recruiter
  electrician operator crewman spokesman spokeswoman researcher scientist peasant pensioner retiree man's owner-operator`);

const PLURAL = split(`
  assistants apprentices interpreters translators sappers sentries waiters welders carpenters masons gardeners occupants mourners pilgrims riders cyclists
  motorcyclists tenants tailors butchers bakers chefs pharmacists accountants musicians surgeons dentists deminers crewmembers subordinates comrades
  people persons men women boys girls children kids babies infants toddlers teenagers youths minors adolescents adults civilians residents villagers
  locals citizens nationals soldiers officers policemen policewomen cops guards militants militiamen fighters rebels insurgents terrorists
  gunmen attackers assailants bombers shooters suspects perpetrators victims hostages captives prisoners inmates detainees passengers
  drivers motorists pedestrians bystanders passersby passers-by journalists reporters medics doctors nurses paramedics rescuers
  firefighters workers employees labourers laborers farmers teachers students pupils professors pastors priests imams clerics scholars
  monks nuns politicians officials mayors commanders captains colonels lieutenants generals sergeants marines sailors pilots snipers
  troopers constables deputies leaders members chiefs heads directors owners traders businessmen merchants shopkeepers vendors traffickers
  smugglers dealers thieves robbers bandits criminals gangsters wives husbands sons daughters mothers fathers brothers sisters
  cousins relatives parents siblings friends neighbours neighbors colleagues companions accomplices others individuals survivors
  demonstrators protesters protestors rioters activists lawyers judges refugees migrants herders shepherds pastoralists fishermen
  hunters candidates supporters spectators volunteers engineers cooks tourists foreigners servicemen servicewomen veterans conscripts
  recruits cadets operatives agents informants planters elders ministers lawmakers delegates diplomats contractors bodyguards responders
  corpses bodies hijackers extremists jihadists separatists combatants parishioners worshippers worshipers customers patrons patients
  peacekeepers troops personnel cadres loyalists reinforcements peasants pensioners retirees miners technicians expatriates hijackers teens
  souls lives inhabitants`);

const EITHER = split(
  "police military taliban staff crew mujahideen guerrilla paramilitary servicepeople palestinian palestinians israeli israelis",
);

export const ENGLISH_PEOPLE: Language["people"] = {
  singular: SINGULAR,
  plural: PLURAL,
  either: EITHER,
  pairs: split("couple duo pair twins"),
  families: split("family crew group patrol team party household"),
  attackers: split(
    `assailant assailants attacker attackers gunman gunmen shooter shooters bomber bombers perpetrator perpetrators suspect suspects
     hijacker hijackers arsonist himself herself themselves`,
  ),
  victims: split("victim victims man woman boy girl child civilian driver officer soldier"),
  groups: {
    civilians:
      split(`civilian civilians resident residents villager villagers local locals bystander bystanders passerby passersby farmer
      farmers teacher teachers student students driver drivers journalist journalists medic medics worker workers passenger passengers`),
    combatants:
      split(`soldier soldiers troop troops serviceman servicemen servicewoman militant militants militiaman militiamen fighter
      fighters rebel rebels insurgent insurgents combatant combatants trooper troopers marine marines guerrilla jihadists`),
    children: split(
      "child children kid kids baby babies infant infants toddler toddlers boy boys girl girls minor minors teenager teenagers schoolchildren",
    ),
    women: split("woman women"),
    men: split("man men"),
  },
};

export const ENGLISH_THINGS = split(`
  missile missiles rocket rockets drone drones uav uavs shell shells bomb bombs mine mines landmine landmines grenade grenades round rounds bullet
  bullets ied ieds device devices explosive explosives gun guns rifle rifles pistol pistols weapon weapons firearm firearms artillery artilleries
  mortar mortars tank tanks vehicle vehicles car cars truck trucks bus buses motorcycle motorcycles bike convoy helicopter helicopters plane planes aircraft
  jet jets ship ships boat boats train trains house houses home homes building buildings apartment apartments school schools hospital hospitals
  church mosque shop shops store stores station stations base bases camp camps checkpoint checkpoints village villages town towns
  city cities district districts region regions area areas street road bridge plant power substation
  attack attacks strike strikes airstrike airstrikes shelling shellings explosion explosions blast blasts clash clashes incident incidents raid raids operation
  operations battle fighting shooting shootings shot shots ambush firefight encounter protest war invasion assault assaults bombing bombings
  kilometer kilometers kilometre kilometres km mile miles meter meters metre metres m feet foot yards inch mm cm kg kilogram kilograms ton tons tonnes litre litres
  hour hours minute minutes second seconds day days week weeks month months year years am pm a.m. p.m. hectares acres percent
  times time dollar dollars usd euro euros naira rupees lakh crore pesos million billion degrees
  cow cows cattle goat goats sheep dog dogs horse horses camel camels dromedary dromedaries animal animals livestock bull donkey donkeys pig pigs chicken chickens
  group groups party side sides organization organisation gang gangs government union count counts charge charges case cases
  injury injuries wound wounds casualty casualties fatality fatalities death deaths damage report reports reason information source sources
  statement message letter fire ambulance cost costs thing things property position positions system systems
  radar depot warehouse office offices account accounts article number numbers window windows flight flights floor floors storey storeys door line lines
  metres-long facility facilities centre center market hideout hideouts location locations settlement settlements province township stage front
  battalion battalions brigade brigades regiment regiments division unit units column columns detachment squad platoon forces-wide
  piece pieces point points part parts way fields crops kinds types stone stones knife knives machete arrow note notes reward`);
