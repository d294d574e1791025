/** Turns a picture into pixels. */
import { AppError } from '../../../core/errors';
import type { Picture } from '../../../viz/svg';

/** Pixels of the file for each of the picture. */
const SCALE = 2;
/** What every browser's canvas can hold. */
const MOST_ON_A_SIDE = 8192;
const MOST_PIXELS = 32_000_000;

/** By how much a picture is enlarged, so that it is sharp and still fits a canvas. */
export const pngScale = ({ width, height }: Pick<Picture, 'width' | 'height'>): number =>
  Math.min(SCALE, MOST_ON_A_SIDE / Math.max(width, height), Math.sqrt(MOST_PIXELS / (width * height)));

/** @throws AppError `internal` where the browser cannot draw it */
export async function pngOf(picture: Picture): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([picture.svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const scale = pngScale(picture);
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext('2d')!.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error('the canvas is empty');
    return blob;
  } catch (cause) {
    throw new AppError('internal', 'The picture could not be drawn.', {}, { cause });
  } finally {
    URL.revokeObjectURL(url);
  }
}
