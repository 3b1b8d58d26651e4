import './words';

export { Browser as Items } from './browse/Browser';
