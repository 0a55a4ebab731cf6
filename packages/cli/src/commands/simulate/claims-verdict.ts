import type { SimulateRecord } from '../../schemas/simulation-record.js';

type Sweep = NonNullable<SimulateRecord['sweep']>;
type Count = Sweep['needed'][number];
type ClaimKey = 'reachEnergy' | 'reachLatency' | 'reachBoth' | 'reachIpw';

/** A claim, and the count of combinations that reach it. */
export interface ClaimInWords {
  readonly words: string;
  readonly key: ClaimKey;
}

/** What each claim needs of the assumptions combined, a line per claim; then which priors it hangs on. */
export function claimsVerdict(
  { needed, points }: Pick<Sweep, 'needed' | 'points'>,
  claims: readonly ClaimInWords[],
  reaches: (comparison: NonNullable<Sweep['base']>) => boolean,
): string[] {
  return [...claims.map((claim) => lineOf(claim, needed)), priorsLine(points, reaches)];
}

function lineOf({ words, key }: ClaimInWords, needed: readonly Count[]): string {
  const [{ axis: first } = { axis: '' }] = needed;
  const total = (of: (count: Count) => number) =>
    needed.filter(({ axis }) => axis === first).reduce((sum, count) => sum + of(count), 0);
  const reached = total((count) => count[key]);
  if (reached === 0) return `${words}: no combination of ${total(({ combinations }) => combinations)} reaches it.`;
  const axes = [...new Set(needed.map(({ axis }) => axis))];
  const needs = axes.flatMap((axis) => {
    const own = needed.filter((count) => count.axis === axis);
    const good = own.filter((count) => count[key] > 0);
    return good.length === own.length ? [] : [`${axis}: ${good.map(({ setting }) => setting).join(' or ')}`];
  });
  const free = axes.filter((axis) => !needs.some((need) => need.startsWith(`${axis}: `)));
  const share = `${reached} of ${total(({ combinations }) => combinations)} combinations reach it`;
  const needWords = needs.length === 0 ? 'no setting is needed for it' : `all have ${needs.join('; ')}`;
  return `${words}: ${share}; ${needWords}${free.length === 0 ? '' : `; any ${free.join(', any ')}`}.`;
}

/** Priors whose range takes the simulation from reaching the pair of claims to missing it, or back. */
function priorsLine(points: Sweep['points'], reaches: (comparison: NonNullable<Sweep['base']>) => boolean): string {
  const names = [...new Set(points.map(({ axis }) => axis).filter((axis) => axis.startsWith('prior-')))];
  const deciding = names.filter((name) => {
    const verdicts = points.flatMap(({ axis, comparison }) =>
      axis === name && comparison !== null ? [reaches(comparison)] : [],
    );
    return new Set(verdicts).size > 1;
  });
  const which =
    deciding.length === 0 ? 'none decides' : `${deciding.join(', ')} ${deciding.length === 1 ? 'decides' : 'decide'}`;
  return `Of ${names.length} priors, each varied alone over its range, ${which} whether both savings are reached.`;
}
