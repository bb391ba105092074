/** What a scan came to, to be heard where nobody looks at the screen: high once, twice, or low and long. */
export type Sound = 'counted' | 'asks' | 'refused';

const TONES: Readonly<
  Record<Sound, readonly { readonly hertz: number; readonly at: number; readonly seconds: number }[]>
> = {
  counted: [{ hertz: 1_320, at: 0, seconds: 0.07 }],
  asks: [
    { hertz: 660, at: 0, seconds: 0.12 },
    { hertz: 660, at: 0.18, seconds: 0.12 },
  ],
  refused: [{ hertz: 190, at: 0, seconds: 0.45 }],
};

let audio: AudioContext | undefined;

export function beep(sound: Sound): void {
  audio ??= new AudioContext();
  for (const { hertz, at, seconds } of TONES[sound]) {
    const tone = new OscillatorNode(audio, { frequency: hertz, type: 'square' });
    tone.connect(new GainNode(audio, { gain: 0.12 })).connect(audio.destination);
    tone.start(audio.currentTime + at);
    tone.stop(audio.currentTime + at + seconds);
  }
}
