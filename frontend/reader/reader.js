// The reader: tells the words in a picture and where they stand, off the page's thread.
//
// The page starts this file as a module worker, asks one thing of it, and ends it:
//
//   page → reader   { picture: Blob, languages: ["eng", "deu", "ita"] }
//   reader → page   { kind: "progress", fraction }
//                   { kind: "done", tsv, width, height }   the places in `tsv` are in pixels of that size
//                   { kind: "failed", code }       "offline", or "crashed"
//
// `tsv` is Tesseract's own table: level, page, block, paragraph, line, word, left, top, width, height,
// confidence, text. Nothing leaves the browser: what is fetched are the files beside this one.
//
// The reading itself is tesseract.js's worker, started from here and spoken to in its own messages, as
// its `createWorker` does. `createWorker` itself would ask for files under names of its choosing, and
// ours carry the hash of what is in them.

const WORKER = new URL("./tesseract-worker.js", import.meta.url).href;
const CORE = new URL("./tesseract-core.js", import.meta.url).href;
const CORE_WASM = new URL("./tesseract-core-simd-lstm.wasm", import.meta.url).href;
const MODELS = {
  eng: new URL("./eng.traineddata", import.meta.url),
  deu: new URL("./deu.traineddata", import.meta.url),
  ita: new URL("./ita.traineddata", import.meta.url),
};

// Shares of the progress bar, by what takes how long on a first reading.
const FETCHED = 0.3;
const PREPARED = 0.4;

// Tesseract's LSTM alone: the models have nothing else.
const LSTM_ONLY = 1;
// What it would say on its console is nobody's to read.
const QUIET = { debug_file: "/dev/null" };
// Ground and ink are told apart before, light on dark as well, so it need not try both.
const PARAMETERS = { tessedit_pageseg_mode: "3", tessedit_do_invert: "0", user_defined_dpi: "150" };

self.onmessage = async ({ data: { picture, languages } }) => {
  try {
    const [image, tesseract] = await Promise.all([prepare(picture), start(languages)]);
    tell(PREPARED);
    const { tsv } = await tesseract("recognize", {
      image: image.file,
      options: {},
      output: { tsv: true, text: false, blocks: false },
    });
    self.postMessage({ kind: "done", tsv, width: image.width, height: image.height });
  } catch (error) {
    const code = error instanceof Unreachable ? "offline" : "crashed";
    console.warn(`The reader stopped: ${error?.message ?? error}`);
    self.postMessage({ kind: "failed", code });
  }
};

class Unreachable extends Error {}

const tell = (fraction) => self.postMessage({ kind: "progress", fraction });

// Starts Tesseract with its models; answers with a function that asks it for something.
async function start(languages) {
  // What Tesseract's worker fetches itself is fetched here first, into the browser's cache: when its wasm
  // cannot be had it never answers.
  const wanted = [CORE, CORE_WASM, ...languages.map((code) => MODELS[code])];
  let here = 0;
  const [, , ...files] = await Promise.all(
    wanted.map(async (url) => {
      const file = await bytes(url);
      here += 1;
      tell((FETCHED * here) / wanted.length);
      return file;
    }),
  );
  const models = languages.map((code, at) => ({ code, data: files[at] }));
  const worker = new Worker(WORKER);
  let runs = false;
  const ask = (action, payload) =>
    new Promise((answer, refuse) => {
      worker.onmessage = ({ data: { status, data } }) => {
        runs = true;
        if (status === "resolve") answer(data);
        else if (status === "reject") refuse(new Error(String(data)));
        else if (data?.status === "recognizing text") tell(PREPARED + (1 - PREPARED) * data.progress);
      };
      worker.onerror = (event) => {
        event.preventDefault();
        const Cause = runs ? Error : Unreachable;
        refuse(new Cause(event.message || "Tesseract's worker did not start"));
      };
      worker.postMessage({ workerId: "reader", jobId: action, action, payload });
    });
  await ask("load", { options: { lstmOnly: true, corePath: CORE, logging: false } });
  // Kept by the browser's own cache under their hashed names; a second copy would be nobody's to sweep.
  await ask("loadLanguage", { langs: models, options: { cacheMethod: "none", lstmOnly: true } });
  await ask("initialize", { langs: languages.join("+"), oem: LSTM_ONLY, config: QUIET });
  await ask("setParameters", { params: PARAMETERS });
  return ask;
}

async function bytes(url) {
  const answer = await fetch(url).catch((error) => {
    throw new Unreachable(error.message);
  });
  if (!answer.ok) throw new Unreachable(`${answer.status} for ${url}`);
  return new Uint8Array(await answer.arrayBuffer());
}

// Text is read best where a line of it is some 20 to 40 pixels high. A desktop's is enlarged to this many
// pixels across, a telephone's, whose letters are large and pixels small, is made smaller.
const WIDE = 2800;
const NARROW = 1000;
const TALL = 1.5;
const MOST_ENLARGED = 2;
// A long page is read with fewer pixels rather than not at all.
const MOST_PIXELS = 12_000_000;

// The picture as Tesseract reads it best, whatever it was: dark on white, in a file of its own format.
async function prepare(picture) {
  const bitmap = await createImageBitmap(picture);
  const wanted = bitmap.height > TALL * bitmap.width ? NARROW / bitmap.width : WIDE / Math.max(bitmap.width, bitmap.height);
  const bound = Math.sqrt(MOST_PIXELS / (bitmap.width * bitmap.height));
  const scale = Math.min(wanted, MOST_ENLARGED, bound);
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const ink = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
  ink.imageSmoothingQuality = "high";
  // What shines through is white paper.
  ink.fillStyle = "#fff";
  ink.fillRect(0, 0, width, height);
  ink.drawImage(bitmap, 0, 0, width, height);
  bitmap.close();
  const { data } = ink.getImageData(0, 0, width, height);
  const grey = new Uint8Array(width * height);
  for (let at = 0, from = 0; at < grey.length; at += 1, from += 4) {
    grey[at] = (data[from] * 77 + data[from + 1] * 150 + data[from + 2] * 29) >> 8;
  }
  // A portable greymap: a line of text, then the pixels.
  const head = new TextEncoder().encode(`P5 ${width} ${height} 255\n`);
  const file = new Uint8Array(head.length + grey.length);
  file.set(head);
  flatten(grey, width, height, file.subarray(head.length));
  return { file, width, height };
}

// The ground is told apart from what stands on it in squares of this many pixels.
const TILE = 24;
// What differs less from the ground than this is never made black: it would be noise.
const FAINTEST = 56;
const SHADES = 64;
// Less than this share of what differs most is the ground's own.
const NOISE = 0.05;
// Grey letters beside black ones are made darker.
const FAINT_LETTERS = 0.7;

// Writes each pixel as how far it is from the ground around it: white is the ground, black what differs
// most near by. Light text on dark, and grey text on coloured bubbles, become black on white.
function flatten(grey, width, height, flat) {
  const columns = Math.ceil(width / TILE);
  const rows = Math.ceil(height / TILE);
  const bins = new Uint32Array(SHADES);
  // The shade that most pixels have in so many squares around one, and how many were looked at.
  const common = (column, row, across, down, step) => {
    bins.fill(0);
    const left = Math.max(0, (column - across) * TILE);
    const right = Math.min(width, (column + across + 1) * TILE);
    const top = Math.max(0, (row - down) * TILE);
    const bottom = Math.min(height, (row + down + 1) * TILE);
    let looked = 0;
    for (let y = top; y < bottom; y += step) {
      for (let at = y * width + left; at < y * width + right; at += step) {
        bins[grey[at] >> 2] += 1;
        looked += 1;
      }
    }
    return [bins.indexOf(Math.max(...bins)), looked];
  };
  const square = (column, row, each) => {
    const right = Math.min(width, (column + 1) * TILE);
    const bottom = Math.min(height, (row + 1) * TILE);
    for (let y = row * TILE; y < bottom; y += 1) {
      for (let at = y * width + column * TILE; at < y * width + right; at += 1) each(at);
    }
  };
  const ground = new Uint8Array(columns * rows);
  const reach = new Uint8Array(columns * rows);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      // What is common farther around is the ground if there is a good deal of it here, too: large
      // letters cover more of a square than what they stand on. Else the square lies in a box.
      const [around] = common(column, row, 3, 2, 4);
      const [near, looked] = common(column, row, 1, 0.5, 2);
      const shade = (bins[around] > looked * 0.3 ? around : near) * 4 + 2;
      let farthest = 0;
      square(column, row, (at) => {
        farthest = Math.max(farthest, Math.abs(grey[at] - shade));
      });
      ground[row * columns + column] = shade;
      reach[row * columns + column] = farthest;
    }
  }
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      let far = FAINTEST;
      for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1); y += 1) {
        for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x += 1) {
          far = Math.max(far, reach[y * columns + x]);
        }
      }
      const shade = ground[row * columns + column];
      square(column, row, (at) => {
        const share = Math.abs(grey[at] - shade) / far;
        flat[at] = share < NOISE ? 255 : 255 - Math.min(255, 255 * share ** FAINT_LETTERS);
      });
    }
  }
}
