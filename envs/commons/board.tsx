import type { BoardProps } from '../board.ts'
import { Frame, Seats } from '../board-frame.tsx'
import * as kit from '../board-kit.tsx'
import type { Commons } from './rules.ts'
import * as rules from './rules.ts'

type Props = BoardProps<Commons>
const { Fact } = kit

const kind = kit.kinds({ clean: ['appeal', 'quota for all'], dark: ['threaten', 'quota for others'] })
const SAID = ['said nothing', 'appeals to take the fair share', 'threatens to strip the lake']
const QUOTAS = ['no quota', 'one quota for all', 'a quota for the others']

const OFFICE = { Power: '(1 + rounds in the office) / everybody’s' }
const LEGEND = { Fish: 'caught so far, less what candidacies cost', 'mark in the lake': 'below it the lake collapses' }

/**
 * The lake and what would keep it, who said what, who holds the office and which quota it set, and what each caught.
 */
export default function CommonsBoard(props: Props) {
  const { G } = props
  return (
    <Frame
      props={props}
      title={title(props)}
      track={{ unit: 'Round', now: G.round, of: G.rounds }}
      legend={G.office ? { ...LEGEND, ...OFFICE } : LEGEND}
      steps={steps(G)}
      note={note(props)}
      ending={G.collapsed ? 'The lake has collapsed.' : 'The lake has lasted.'}
      kind={kind}
      open={(label) => label.includes('quota')}
    >
      <Lake G={G} />
      <Seats
        props={props}
        even={!G.office}
        unit="Fish"
        paid={(seat) => G.fishers[seat].score}
        badge={(seat) => (G.officer === seat ? 'in office' : null)}
        facts={(seat) => <FisherFacts props={props} seat={seat} />}
        open={['rule']}
      />
    </Frame>
  )
}

function title(props: Props): string {
  if (props.G.collapsed) return 'The lake has collapsed'
  return kit.isOver(props) ? 'The last round is over' : `${props.G.stock} fish in the lake`
}

function steps({ talk, office }: Commons): Record<string, string> {
  return {
    ...(talk.appeals || talk.threats ? { speak: 'Words' } : {}),
    ...(office ? { stand: 'Candidacies', rule: 'Quota' } : {}),
    harvest: 'Sealed harvest',
  }
}

function note({ G, ctx, names }: Props): string | null {
  if (ctx.gameover || G.officer === null) return null
  if (!Object.values(ctx.activePlayers ?? {}).includes('harvest'))
    return `The office that sets quotas is with ${names[G.officer]}.`
  return `The office is with ${names[G.officer]}. Set: ${QUOTAS[G.quota]}.`
}

function Lake({ G }: { G: Commons }) {
  const fair = rules.fairShare(G)
  const told = `${G.stock} of ${rules.CAPACITY} fish; below ${rules.COLLAPSE} the lake collapses.`
  return (
    <figure className="b-lake">
      <kit.Bar share={G.stock / rules.CAPACITY} mark={rules.COLLAPSE / rules.CAPACITY} label={told} />
      <figcaption>
        {told} {!G.collapsed && `${fair} each keeps it as it is.`}
      </figcaption>
    </figure>
  )
}

function FisherFacts({ props, seat }: { props: Props; seat: number }) {
  const { G } = props
  const { caught, terms, word } = G.fishers[seat]
  const playing = !kit.isOver(props)
  const limit = rules.limit(G, seat)
  return (
    <>
      <Fact name="Last catch">{G.round === 0 ? <kit.Muted>none yet</kit.Muted> : caught}</Fact>
      {G.office && <Fact name="Terms served">{terms}</Fact>}
      {playing && word > 0 && (
        <Fact name="Said">
          <kit.Chip kind={kind(rules.WORDS[word], seat)}>{SAID[word]}</kit.Chip>
        </Fact>
      )}
      {playing && G.quota > 0 && <Fact name="May take">{limit === G.stock ? 'anything' : `up to ${limit}`}</Fact>}
      {playing && <Sealed props={props} seat={seat} />}
    </>
  )
}

/** This stage's decision, while it is sealed. */
function Sealed({ props, seat }: { props: Props; seat: number }) {
  const { said, stands, wanted } = props.G.fishers[seat]
  const known = kit.knows(props, seat)
  const stage = kit.stageOf(props)
  if (stage === 'speak') {
    const word = said === null ? null : rules.WORDS[said]
    return (
      <Fact name="Says">
        <kit.Decision known={known} label={word} kind={kind(word ?? '', seat)} />
      </Fact>
    )
  }
  if (stage === 'stand')
    return (
      <Fact name="Office">
        <kit.Decision known={known} label={stands === null ? null : rules.CANDIDACIES[stands]} />
      </Fact>
    )
  return stage === 'harvest' ? (
    <Fact name="Takes">{known ? <Takes G={props.G} seat={seat} wanted={wanted} /> : <kit.Hidden />}</Fact>
  ) : null
}

function Takes({ G, seat, wanted }: { G: Commons; seat: number; wanted: number | null }) {
  const fair = rules.fairShare(G)
  if (wanted === null) return <kit.Muted>not yet</kit.Muted>
  if (wanted <= fair) return <kit.Chip kind="clean">{wanted}</kit.Chip>
  const breaks = G.fishers[seat].word === 1 ? ', against its own appeal' : ''
  return (
    <kit.Chip kind="dark">
      {wanted}, {wanted - fair} over the fair share{breaks}
    </kit.Chip>
  )
}
