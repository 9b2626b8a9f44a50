// A picture in few colours: the commonest ones are kept, every other becomes the nearest of them.
async ([encoded, tallest]) => {
  const MOST = 160;
  const image = new Image();
  image.src = `data:image/png;base64,${encoded}`;
  await image.decode();
  const width = image.naturalWidth;
  const height = Math.min(image.naturalHeight, tallest);
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.drawImage(image, 0, 0);
  const data = new Uint32Array(pen.getImageData(0, 0, width, height).data.buffer);
  const counts = new Map();
  for (const pixel of data) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  const kept = [...counts].sort((one, other) => other[1] - one[1]).slice(0, MOST).map(([pixel]) => pixel);
  const parts = (pixel) => [pixel & 255, (pixel >> 8) & 255, (pixel >> 16) & 255];
  const palette = kept.map(parts);
  const far = ([r, g, b], [x, y, z]) => 2 * (r - x) ** 2 + 4 * (g - y) ** 2 + 3 * (b - z) ** 2;
  const nearest = new Map(kept.map((pixel, place) => [pixel, place]));
  for (const pixel of counts.keys()) {
    if (nearest.has(pixel)) continue;
    const colour = parts(pixel);
    let best = 0;
    palette.forEach((other, place) => far(colour, other) < far(colour, palette[best]) && (best = place));
    nearest.set(pixel, best);
  }
  const pixels = Uint8Array.from(data, (pixel) => nearest.get(pixel));
  let text = "";
  for (let n = 0; n < pixels.length; n += 30000) text += String.fromCharCode(...pixels.subarray(n, n + 30000));
  return { width, height, palette: palette.flat(), pixels: btoa(text) };
};
