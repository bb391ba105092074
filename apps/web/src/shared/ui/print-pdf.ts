/** Hands a paper to the browser's printing, beside the page: what is shown stays, and so does the focus when it is printed. */
export function printPdf(paper: Blob): void {
  const frame = document.createElement('iframe');
  frame.style.display = 'none';
  frame.src = URL.createObjectURL(paper);
  frame.onload = () => {
    // Printing has the focus until it is over; the paper is not needed any more then.
    window.addEventListener('focus', gone, { once: true });
    frame.contentWindow?.print();
  };
  const gone = () => {
    URL.revokeObjectURL(frame.src);
    frame.remove();
  };
  document.body.append(frame);
}
