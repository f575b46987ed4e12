// What only a browser can do: it knows the day, and what is pointed at. Without it the page says the same.

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const day = 86400000;

/** How far a day is: `3 days ago`, `in 40 days`. */
function distance(date, now) {
  const days = Date.parse(`${date}T00:00:00Z`) / day - Math.floor(now / day);
  if (days === 0) return 'today';
  const many = Math.abs(days);
  const words = many > 730 ? `${Math.round(many / 365)} years` : many === 1 ? '1 day' : `${many} days`;
  return days < 0 ? `${words} ago` : `in ${words}`;
}

function tellAges(now) {
  for (const time of all('time[datetime]')) {
    const late = 'due' in time.dataset && Date.parse(`${time.dateTime}T23:59:59Z`) < now;
    const said = document.createElement('span');
    said.className = late ? 'late' : 'dim';
    said.textContent = ` (${late ? 'over ' : ''}${distance(time.dateTime, now)})`;
    time.append(said);
  }
  for (const bar of all('.life')) {
    const [begin, end] = [Date.parse(bar.dataset.begin), Date.parse(bar.dataset.end)];
    const spent = Math.min(1, Math.max(0, (now - begin) / (end - begin)));
    bar.querySelector('.part').setAttribute('width', String(Math.round(spent * 100)));
    bar.classList.toggle('full', spent > 0.9);
  }
}

/** `ghost → vault` asks for both ends, any other words for all of them somewhere in the row. */
function matches(row, words) {
  const [from, to, how] = all('td', row).map((cell) => cell.textContent.toLowerCase());
  const [left, right] = words.toLowerCase().split('→');
  if (right === undefined) return left.split(/\s+/).every((word) => `${from} ${to} ${how}`.includes(word));
  return begins(from, left.trim()) && begins(to, right.trim());
}

/** As one types it: the beginning of a namespace or of a name; `ai-lab/` is the namespace and no other. */
const begins = (text, word) => text.startsWith(word) || text.includes(`/${word}`);

function filterPairs() {
  const field = document.querySelector('#filter');
  const said = document.querySelector('#filtered');
  const rows = all('.pairs tbody tr');
  const narrow = () => {
    for (const row of rows) row.hidden = !matches(row, field.value);
    const left = rows.filter((row) => !row.hidden).length;
    said.textContent = left === rows.length ? `${left} pairs` : `${left} of ${rows.length} pairs`;
  };
  field.addEventListener('input', narrow);
  for (const button of all('[data-filter]'))
    button.addEventListener('click', () => {
      field.value = button.dataset.filter;
      narrow();
      field.scrollIntoView({ block: 'center' });
    });
}

/** The map: one spot is chosen, by pointing, by focus, or held by a click. */
class PlatformMap {
  constructor(drawing) {
    this.drawing = drawing;
    this.says = document.querySelector('.says');
    this.spots = all('.spot', drawing);
    this.lines = all('.line', drawing);
    this.held = null;
    for (const [index, spot] of this.spots.entries()) this.listen(spot, index);
    for (const line of this.lines) this.listenToLine(line);
    drawing.addEventListener('pointerleave', () => this.show(this.held));
  }

  linesOf({ dataset: { spot } }) {
    return this.lines.filter(({ dataset: { from, to } }) => from === spot || to === spot);
  }

  listen(spot, index) {
    spot.setAttribute('tabindex', index === 0 ? '0' : '-1');
    spot.setAttribute('role', 'button');
    spot.setAttribute('aria-label', `${spot.dataset.spot}, ${this.linesOf(spot).length} ways`);
    spot.addEventListener('pointerenter', () => this.held ?? this.show(spot));
    spot.addEventListener('focus', () => this.show(spot));
    spot.addEventListener('click', () => this.hold(spot));
    spot.addEventListener('keydown', (event) => this.steer(event, spot));
  }

  listenToLine(line) {
    line.setAttribute('tabindex', '-1');
    line.setAttribute('role', 'img');
    line.setAttribute('aria-label', line.querySelector('title').textContent);
    // A line is too thin to point at: a wide one that nobody sees lies over it.
    const hit = line.querySelector('path').cloneNode();
    hit.setAttribute('class', 'hit');
    hit.removeAttribute('marker-end');
    line.prepend(hit);
    const from = this.spots.find(({ dataset: { spot } }) => spot === line.dataset.from);
    line.addEventListener('pointerenter', () => this.show(this.held ?? from, line));
    line.addEventListener('focus', () => this.show(this.around ?? from, line));
    line.addEventListener('keydown', (event) => this.steer(event, this.around ?? from, line));
  }

  hold(spot) {
    this.held = this.held === spot ? null : spot;
    spot.setAttribute('aria-pressed', String(this.held === spot));
    this.show(spot);
  }

  steer(event, spot, line) {
    const step = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1 }[event.key];
    if (event.key === 'Enter' || event.key === ' ') this.hold(spot);
    else if (event.key === 'Escape') this.hold(this.held ?? spot);
    else if (step === undefined) return;
    else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') this.go(this.spots, spot, step);
    else this.goLine(spot, line, step);
    event.preventDefault();
  }

  go(spots, spot, step) {
    const next = spots[(spots.indexOf(spot) + step + spots.length) % spots.length];
    spot.setAttribute('tabindex', '-1');
    next.setAttribute('tabindex', '0');
    this.held = null;
    next.focus();
  }

  goLine(spot, line, step) {
    const own = this.linesOf(spot);
    if (own.length === 0) return;
    const at = line ? own.indexOf(line) + step : step > 0 ? 0 : own.length - 1;
    this.around = spot;
    (own[at] ?? spot).focus();
  }

  show(spot, told) {
    const own = spot ? this.linesOf(spot) : [];
    const ends = new Set(own.flatMap(({ dataset: { from, to } }) => [from, to]));
    this.drawing.classList.toggle('chosen', Boolean(spot));
    for (const line of this.lines) {
      line.classList.toggle('on', own.includes(line));
      line.classList.toggle('told', line === told);
    }
    for (const one of this.spots) {
      one.classList.toggle('on', one === spot || ends.has(one.dataset.spot));
      one.classList.toggle('chosen', one === spot);
    }
    if (spot) this.tell(spot, own, told);
  }

  tell(spot, own, told) {
    const title = document.createElement('h3');
    title.textContent = spot.dataset.spot;
    const list = document.createElement('ul');
    for (const line of own) {
      const item = document.createElement('li');
      item.textContent = line.querySelector('title').textContent;
      item.className = line === told ? 'told' : '';
      list.append(item);
    }
    if (own.length === 0) title.textContent += ' reaches nobody, and nobody reaches it.';
    this.says.replaceChildren(title, list);
  }
}

/** Marks where one is. */
function followReader() {
  const nav = document.querySelector('nav');
  const links = new Map(all('a', nav).map((link) => [link.hash.slice(1), link]));
  const seen = new IntersectionObserver(
    (entries) => {
      const now = entries.find(({ isIntersecting }) => isIntersecting);
      if (!now) return;
      for (const link of links.values()) link.removeAttribute('aria-current');
      const link = links.get(now.target.id);
      link.setAttribute('aria-current', 'true');
      nav.scrollTo({ left: link.offsetLeft - 16 });
    },
    { rootMargin: '-20% 0px -70% 0px' },
  );
  for (const id of links.keys()) seen.observe(document.getElementById(id));
}

tellAges(Date.now());
filterPairs();
for (const drawing of all('.drawing')) new PlatformMap(drawing);
followReader();
// On paper nothing can be opened.
addEventListener('beforeprint', () => {
  for (const folded of all('details')) folded.open = true;
});
